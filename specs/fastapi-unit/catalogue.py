"""What the service offers, and a price list that is far away."""


class Catalogue:
    def __init__(self, names):
        self.names = names

    def like(self, name):
        return [known for known in self.names if name in known]


async def fetch_price(name, currency="EUR"):
    raise ConnectionError("there is no price list on this machine")
