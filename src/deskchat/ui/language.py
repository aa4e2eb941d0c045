"""The language of the window: the one that is set, or the system's, where there is a translation; English else."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from deskchat.paths import resources
from deskchat.settings import LANGUAGE, Settings

ENGLISH = "en"    # what is written in the sources: nothing is loaded for it


def speak(application: QCoreApplication, settings: Settings) -> None:
    """Translate every text that is made from now on, Qt's own included."""
    chosen = settings.get(LANGUAGE)
    locale = QLocale() if chosen == "system" else QLocale(chosen)
    language = QLocale.languageToCode(locale.language())
    if locale.language() is QLocale.Language.C:
        locale, language = QLocale(ENGLISH), ENGLISH    # it has no way to write a day that people would read
    if chosen != "system" or language == ENGLISH:
        QLocale.setDefault(locale)    # the names of months, too
    if language == ENGLISH:
        return
    own = QTranslator(application)
    if not own.load(f"deskchat_{language}.qm", str(resources() / "translations")):
        return
    of_qt = QTranslator(application)
    if of_qt.load(f"qtbase_{language}.qm", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(of_qt)
    application.installTranslator(own)


def spoken() -> str:
    """The language whose translation is installed, as a code such as ``fr``; ``ENGLISH`` without one."""
    return QCoreApplication.translate("Language", "en")
