"""What the pages of ``reference.py`` say beside what the program declares, in each language that has them."""

# ruff: noqa: E501  # lines of a page are long

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, headings and heads of tables; values in braces are filled in."""

    all_settings: str
    about_settings: str
    settings_columns: str
    from_to: str
    or_from_to: str
    empty: str
    list_of_texts: str
    text: str
    all_keys: str
    about_keys: str
    keys_columns: str
    while_writing: str


ENGLISH = Words(
    all_settings="All settings",
    about_settings=(
        "They are in `settings.toml` ([where](../guide/privacy.md#where-everything-is)), a file that may be edited by hand:\n"
        "`appearance.theme` is `theme` below `[appearance]`. A value that can't be is named at the start, and the default is used.\n"
        "Those that the settings window does not show as a field of their own have their place elsewhere in it, or are what the\n"
        "window remembers."
    ),
    settings_columns="| name | what it is | default | what it can be |",
    from_to="{first:,} to {last:,}",
    or_from_to="{least}, or {first} to {last}",
    empty="empty",
    list_of_texts="a list of texts",
    text="text",
    all_keys="All keys",
    about_keys="F1 shows this list in the program. On macOS Ctrl is ⌘. Everything else is reached with Tab, the arrow keys, Space and Enter.",
    keys_columns="| what | keys |",
    while_writing="While a message is written",
)
FRENCH = Words(
    all_settings="Tous les réglages",
    about_settings=(
        "Ils sont dans `settings.toml` ([où](../guide/privacy.md#où-tout-se-trouve)), un fichier que l’on peut modifier à la main\N{NO-BREAK SPACE}:\n"
        "`appearance.theme` est `theme` sous `[appearance]`. Une valeur impossible est signalée au démarrage, et la valeur par défaut est prise.\n"
        "Ceux que la fenêtre des réglages ne montre pas comme un champ à part ont leur place ailleurs, ou sont ce que la fenêtre retient."
    ),
    settings_columns="| nom | ce que c’est | par défaut | valeurs possibles |",
    from_to="de {first} à {last}",
    or_from_to="{least}, ou de {first} à {last}",
    empty="vide",
    list_of_texts="une liste de textes",
    text="texte",
    all_keys="Tous les raccourcis",
    about_keys=(
        "F1 montre cette liste dans le programme. Sous macOS, Ctrl est ⌘. Tout le reste s’atteint avec Tab, les flèches, Espace et Entrée."
    ),
    keys_columns="| action | touches |",
    while_writing="Pendant l’écriture d’un message",
)
