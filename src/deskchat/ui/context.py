"""What every widget is given: the services, the bridge to them, the look, and the place to tell things."""

from dataclasses import dataclass

from deskchat.services.services import Services
from deskchat.ui.icons import Icons
from deskchat.ui.notices import Notices
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class UiContext:
    """Handed down from the window to its parts; nothing is looked up elsewhere."""

    services: Services
    relay: Relay
    theme: Theme
    icons: Icons
    notices: Notices
