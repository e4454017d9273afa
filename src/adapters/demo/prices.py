from decimal import Decimal

from domain.catalogue import Price, PriceType

PERCENT = {
    PriceType.STANDARD: 100,
    PriceType.RETAKER: 80,
    PriceType.REDUCED: 60,
    PriceType.ADDITIONAL: 40,
}


def prices(standard: int) -> tuple[Price, ...]:
    """Return the four prices for a standard price in whole pounds."""
    return tuple(
        Price(price_type=kind, amount=Decimal(standard * percent) / 100, currency="GBP")
        for kind, percent in PERCENT.items()
    )
