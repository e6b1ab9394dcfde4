from flask import Flask, request

app = Flask(__name__)
report = []


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/prediction")
def prediction():
    sku = request.get_json()["sku"]
    report.append({"sku": sku, "features": [float(len(report) + n) for n in range(20)]})
    return {"sku": sku, "stock": len(sku)}
