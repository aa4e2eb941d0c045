"""How families of models are talked to, for files whose own template can't be used.

Which family it is shows in the special tokens. The forms are those of the makers' own templates.
"""

from collections.abc import Collection
from typing import Final

_CHATML: Final = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}"
    "{{ '<|im_start|>assistant\n' }}"
)
_LLAMA_3: Final = (
    "{{ bos_token }}{% for m in messages %}"
    "{{ '<|start_header_id|>' + m.role + '<|end_header_id|>\n\n' + m.content + '<|eot_id|>' }}{% endfor %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}"
)
_GEMMA: Final = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{{ '<start_of_turn>' + ('model' if m.role == 'assistant' else 'user') + '\n' + m.content + '<end_of_turn>\n' }}"
    "{% endfor %}{{ '<start_of_turn>model\n' }}"
)
_PHI: Final = (
    "{% for m in messages %}{{ '<|' + m.role + '|>\n' + m.content + '<|end|>\n' }}{% endfor %}{{ '<|assistant|>\n' }}"
)
_MISTRAL: Final = (
    "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system role') }}"
    "{% elif m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}"
    "{% else %}{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}"
)
_BY_TOKENS: Final = (
    ({"<|im_start|>", "<|im_end|>"}, _CHATML),
    ({"<|start_header_id|>", "<|eot_id|>"}, _LLAMA_3),
    ({"<start_of_turn>", "<end_of_turn>"}, _GEMMA),
    ({"<|user|>", "<|assistant|>", "<|end|>"}, _PHI),
    ({"[INST]", "[/INST]"}, _MISTRAL),
)


def template_for(specials: Collection[str]) -> str:
    """The template of the family that has these special tokens, ``""`` for none that is known."""
    return next((source for tokens, source in _BY_TOKENS if tokens <= set(specials)), "")
