"""What the window and the command line share: conversations, turns, models, accounts. Asyncio; no Qt."""
