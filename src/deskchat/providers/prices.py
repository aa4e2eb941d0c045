"""What models cost and hold, from the list that comes with genai-prices; it is never refreshed over the network."""

from decimal import Decimal
from functools import cache

from deskchat.chat.model import Price

MAKERS = {
    "openai": "openai",
    "deepseek": "deepseek",
    "openrouter": "openrouter",
    "mistral": "mistral",
    "groq": "groq",
    "xai": "x-ai",
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
    read, written = _flat(prices.input_mtok), _flat(prices.output_mtok)
    price = None if read is None or written is None else Price(read, written)
    return price, model.context_window


def _flat(price: object) -> Decimal | None:
    """The plain price; where it rises with the length of the prompt, its first step."""
    base = getattr(price, "base", price)
    return Decimal(str(base)) if isinstance(base, int | float | Decimal) else None
