"""A model service. The route has a name of its own, so that it does not hide the function that it calls."""
from flask import Flask, jsonify, request
from inference import predict

app = Flask(__name__)


@app.get("/")
def health():
    return jsonify(status="ok")


@app.post("/predict")
def predict_route():
    skus = request.get_json()["sku"]
    try:
        return jsonify(results=predict(skus))
    except TimeoutError as error:
        return jsonify(error=str(error)), 503
