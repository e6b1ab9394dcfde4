"""A stand-in for a model service: joins the lines that it is given."""
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/")
def health():
    return jsonify(status="ok")


@app.post("/ocr")
def ocr():
    content = request.get_json()
    text = " ".join(content["lines"])
    return jsonify(document=content["document"], text=text, words=len(text.split()))
