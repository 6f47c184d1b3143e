"""What a typed program of a caller looks like: read by the type checkers, not run."""

from typing import Any, Dict, List

import ehcert
from ehcert import FlowStep, errors


def described(step: FlowStep) -> str:
    if isinstance(step, FlowStep.HTTP):
        return step.url + str(len(step.body))
    if isinstance(step, FlowStep.SHOW_CONTRACT):
        return step.review.common_name
    return f"{step.name} {step.percent}"


def rows(keystore: bytes) -> List[Dict[str, Any]]:
    try:
        with ehcert.Keystore(keystore, "password") as opened:
            return [entry.to_dict() for entry in opened.entries()]
    except errors.KeystoreError as error:
        code: int = error.code
        print(code, error.advice)
        return []
