import json
import os

from flask import Flask, request

app = Flask(__name__)

with open(os.path.join("/model", os.environ["MODEL_NAME"])) as file:
    model = json.load(file)


@app.route("/")
def health_check():
    return {"status": "ok"}


@app.route("/prediction", methods=["POST"])
def prediction():
    bought = request.json["sku"]
    return {"sku": model["bought_together"].get(bought, []), "workers": os.environ["WORKERS"]}
