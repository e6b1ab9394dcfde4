"""A FastAPI service; LEAK is what it keeps of a request, in bytes."""

import os

from fastapi import FastAPI

app = FastAPI()
kept = []
size = int(os.environ.get("LEAK", "0"))


@app.get("/")
async def index():
    if size > 0:
        kept.append(os.urandom(size))
    return {"ok": True}
