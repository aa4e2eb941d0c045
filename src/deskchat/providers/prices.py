"""What models cost and hold, from the list that comes with genai-prices; it is never refreshed over the network."""

from decimal import Decimal
from functools import cache
from typing import Any

from deskchat.chat.model import Price, PriceStep

MAKERS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google",
    "deepseek": "deepseek",
    "openrouter": "openrouter",
    "mistral": "mistral",
    "groq": "groq",
    "xai": "x-ai",
    "perplexity": "perplexity",
    "moonshot": "moonshotai",
    "zai": "zai",
}


@cache
def known(provider_id: str, model_id: str) -> tuple[Price | None, int | None]:
    """Price and context length in tokens; ``None`` for what is not known. The first call reads the list."""
    maker = MAKERS.get(provider_id)
    if maker is None:
        return None, None
    from datetime import UTC, datetime

    from genai_prices.data_snapshot import get_snapshot

    try:
        _, model = get_snapshot().find_provider_model(model_id, None, maker, None)
    except LookupError:
        return None, None
    prices = model.get_prices(datetime.now(UTC))
    return _price(prices), model.context_window


def _price(prices: Any) -> Price | None:
    """Plain prices, and the steps in which they rise with the length of the prompt."""
    read, written = _at(prices.input_mtok, 0), _at(prices.output_mtok, 0)
    if read is None or written is None:
        return None
    kinds = (prices.input_mtok, prices.output_mtok, prices.cache_read_mtok, prices.cache_write_mtok)
    starts = sorted({tier.start for kind in kinds for tier in getattr(kind, "tiers", ())})
    steps = tuple(
        PriceStep(start, read_at, written_at, *(_at(kind, start + 1) for kind in kinds[2:]))
        for start in starts
        if (read_at := _at(kinds[0], start + 1)) is not None and (written_at := _at(kinds[1], start + 1)) is not None
    )
    return Price(
        read,
        written,
        cached_per_million=_at(prices.cache_read_mtok, 0),
        cache_write_per_million=_at(prices.cache_write_mtok, 0),
        steps=steps,
        per_request=(_at(prices.requests_kcount, 0) or Decimal(0)) / 1000,
    )


def _at(price: Any, tokens: int) -> Decimal | None:
    """What holds for a prompt of ``tokens``; ``None`` when there is no such price."""
    reached = [tier.price for tier in getattr(price, "tiers", ()) if tokens > tier.start]
    value = reached[-1] if reached else getattr(price, "base", price)
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else None
