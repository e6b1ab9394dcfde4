"""A stand-in for a model service: similar products for one product."""

import os

from flask import Flask, jsonify, request

app = Flask(__name__)
PRODUCTS = ["chair-oak-2", "chair-pine-4", "table-oak-4", "bench-oak-6"]


@app.get("/")
def health():
    return jsonify(status="ok")


@app.post("/predict")
def predict():
    if request.headers.get("x-api-key") != os.environ["API_KEY"]:
        return jsonify(message="Who are you?"), 401
    content = request.get_json()
    top = content["options"]["top"]
    return jsonify(sku=PRODUCTS[:top], weight=content["weight"])


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), threaded=True)
