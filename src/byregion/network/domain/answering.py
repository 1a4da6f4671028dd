"""Check answers against the form as it stands, and keep them."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from byregion.network.domain.refusal import WrongAnswers
from byregion.network.enums import FormKind
from byregion.network.models import Answer, Gathering, Registration
from byregion.network.validators import Value, check_answer, is_empty


def check_answers(
    gathering: Gathering,
    answers: Mapping[int, Value],
    form: FormKind = FormKind.REGISTRATION,
) -> None:
    """Check that what is required is answered, and each answer fits. Raises WrongAnswers."""
    questions = {question.pk: question for question in gathering.questions.filter(form=form)}
    if set(answers) - set(questions):
        raise WrongAnswers(_("The form was changed while you filled it in. Look it over."))
    for key, question in questions.items():
        value = answers.get(key)
        if is_empty(value):
            if question.is_required:
                raise WrongAnswers(_("“%(question)s” must be answered.") % {"question": question})
            continue
        try:
            check_answer(question.kind, [number for number, _text in question.options], value)
        except ValidationError as fault:
            raise WrongAnswers(f"{question}: {fault.messages[0]}") from fault


def put_answers(registration: Registration, answers: Mapping[int, Value]) -> None:
    """Make the answers of a person these; an empty one is taken away."""
    registration.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(registration=registration, question_id=key, value=value)
        for key, value in answers.items()
        if not is_empty(value)
    )
