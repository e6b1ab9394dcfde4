import os
from collections import deque

from flask import Flask, request

app = Flask(__name__)
history = [] if os.environ["KEEP_HISTORY"] == "everything" else deque(maxlen=100)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict():
    text = request.get_json()["text"]
    history.append({"text": text, "scores": [len(word) / len(text) for word in text.split()]})
    return {"words": len(text.split())}
