"""A service that asks another one, and keeps a model from its start to its end."""
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, Field

from catalogue import Catalogue, fetch_price

LIMIT = 10


@asynccontextmanager
async def lifespan(app):
    yield {"catalogue": Catalogue(["chair", "table"])}


def create_app():
    app = FastAPI(lifespan=lifespan)

    @app.get("/")
    async def health(request: Request):
        return {"status": "ok", "items": len(request.state.catalogue.names)}

    @app.post("/recommendations")
    async def recommend(wish: Wish, request: Request):
        if wish.count > LIMIT:
            raise HTTPException(status_code=422, detail="too many")
        names = request.state.catalogue.like(wish.name)[: wish.count]
        try:
            return [{"name": name, "price": await fetch_price(name, currency=wish.currency)} for name in names]
        except ConnectionError:
            raise HTTPException(status_code=502, detail="no prices at the moment")

    return app


class Wish(BaseModel):
    name: str
    count: int = Field(default=1, ge=1)
    currency: str = "EUR"
