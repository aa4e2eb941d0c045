"""Who answers next, and what they will see of the conversation."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import Part
from deskchat.chat.plan import Plan
from deskchat.services.services import Services
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.plan_view import PlanView
from deskchat.ui.model_picker import ModelButton

PLAN_AFTER_MS = 350


class Choice(QObject):
    """Keeps the button that names the model, and the line below the composer, in step with what was chosen.

    ``draft`` gives the message as it is written now.
    """

    changed = Signal(object)     # ModelInfo: somebody else answers from now on
    chosen = Signal(object)      # ModelInfo: the person chose it
    planned = Signal(object)     # Plan of the model, the first of several

    def __init__(
        self, context: UiContext, button: ModelButton, view: PlanView, draft: Callable[[], tuple[Part, ...]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._button = button
        self._view = view
        self._draft = draft
        self._conversation: str | None = None
        self._models: tuple[ModelInfo, ...] = ()
        self._latest: Plan | None = None    # what is shown
        self._then: Callable[[ModelRef], None] | None = None
        self._soon = QTimer(self, singleShot=True, interval=PLAN_AFTER_MS)
        self._soon.timeout.connect(self.plan)
        button.set_draft(draft)
        button.chosen.connect(self.choose)
        button.several_chosen.connect(self._choose_several)

    @property
    def model(self) -> ModelInfo | None:
        """Who answers next, the first of several; ``None`` while that is not known."""
        return self._models[0] if self._models else None

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """All who are asked at once."""
        return self._models

    def show_conversation(self, conversation_id: str | None) -> None:
        """Plan for another conversation, ``None`` for one that has not begun."""
        self._conversation = conversation_id
        self._button.set_conversation(conversation_id)
        self._then = None
        self._soon.stop()
        self._view.show_plans(())

    def use(self, model: ModelInfo | None, *, plan: bool = True) -> None:
        """Let ``model`` answer next; ``None``: nobody can. ``plan`` false: what it will see is asked for later."""
        self._models = () if model is None else (model,)
        self._button.set_model(model)
        if model is not None:
            self.changed.emit(model)
        if plan:
            self.plan()

    def ask(self, then: Callable[[ModelRef], None] | None = None) -> None:
        """Let the person choose; ``then`` is done with the model they choose."""
        self._then = then
        self._button.open_picker()

    def plan_soon(self) -> None:
        """Plan again when the person stops typing for a moment."""
        self._soon.start()

    def plan(self) -> None:
        """Show what the models will see."""
        models, conversation_id = self._models, self._conversation
        if not models:
            return

        def planned(plans: Mapping[ModelRef, Plan]) -> None:
            if (models, conversation_id) == (self._models, self._conversation):
                self._view.show_plans([(plans[model.ref], model) for model in models if model.ref in plans])
                self.planned.emit(plans.get(models[0].ref))
                self._count(plans.get(models[0].ref))

        self._context.relay.run(self, self._context.services.turns.plans(conversation_id, models, self._draft()), planned)

    def _count(self, plan: Plan | None) -> None:
        """Exactly, where the model runs here: nobody else is to see a message before it is sent."""
        models = self._models
        if plan is None or plan.request is None or len(models) != 1 or not models[0].ref.is_local:
            return

        def counted(tokens: int | None) -> None:
            if tokens is not None and self._models == models and plan is self._latest:
                self._view.show_count(plan, tokens)

        self._latest = plan
        counting = _counted(self._context.services, plan, writing=bool(self._draft()))
        self._context.relay.run(self, counting, counted, lambda _: None)

    def choose(self, model: ModelInfo) -> None:
        """The person chose ``model``, here or with an assistant."""
        then, self._then = self._then, None
        self.use(model)
        self.chosen.emit(model)
        if then is not None:
            then(model.ref)

    def _choose_several(self, models: tuple[ModelInfo, ...]) -> None:
        self._then = None
        self._models = models
        self._button.set_models(models)
        self.changed.emit(models[0])
        self.plan()


async def _counted(services: Services, plan: Plan, *, writing: bool) -> int | None:
    """Not a method: the last reference to a widget is not to be dropped on the loop's thread."""
    if writing and plan.request is not None:    # soon it is asked
        await services.warming.warm(plan.request.model.ref)
    return await services.turns.count(plan)
