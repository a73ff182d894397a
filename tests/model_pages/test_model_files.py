import io
import json

import numpy as np
from flask import Flask

from tests.conftest import Cast, SignIn
from tests.jobs.working import WorkOff
from tests.model_pages.stage import add_study, annotate, trained
from workbench.database import db
from workbench.learned.queries import stored_model


def test_a_downloaded_model_is_uploaded_elsewhere_and_a_forged_one_is_refused(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, dee = sign_in(cast.ada), sign_in(cast.dee)
    trained(app, cast, ada, work_off)
    content = ada.get(f"/models/{cast.project}/1.npz").data

    def send(what: bytes) -> int:
        data = {"file": (io.BytesIO(what), "model.npz")}
        return dee.post(f"/models/{cast.other_project}/upload", data=data).status_code

    assert send(b"PK not a model") == 422
    assert send(content[: len(content) // 2]) == 422
    for name in ("software", "lexicon_version", "fingerprint"):
        for odd in ("\0", "\ud800"):
            assert send(saying(content, name, odd)) == 422
    assert dee.post(f"/models/{cast.other_project}/upload").status_code == 422
    assert send(content) == 303
    page = dee.get(f"/models/{cast.other_project}/1").text
    assert "It comes from a file" in page
    assert "It was not compared with the shipped scores" in page
    with app.app_context():
        annotate(cast.other_project, cast.dee, add_study(cast.other_project, 24, seed=5))
        db.session.commit()
    dee.post(f"/models/{cast.other_project}/1/compare")
    assert work_off() == 1
    assert "Model 1 beats the shipped scores" in dee.get(f"/models/{cast.other_project}/1").text


def test_a_model_from_a_file_is_not_held_against_what_it_learned_from(
    app: Flask, cast: Cast, sign_in: SignIn, work_off: WorkOff
) -> None:
    ada, address = sign_in(cast.ada), f"/models/{cast.project}"
    trained(app, cast, ada, work_off)
    content = ada.get(f"{address}/1.npz").data
    with app.app_context():
        annotate(cast.project, cast.cy, add_study(cast.project, 24, seed=9))
        db.session.commit()
    ada.post(f"{address}/upload", data={"file": (io.BytesIO(content), "model.npz")})
    assert work_off() == 1
    with app.app_context():
        row = stored_model(cast.project, 2)
        assert row is not None
        assert row.comparison is not None
        found = row.comparison["against"][0]
        assert (found["texts"], found["left_out"]) == (24, 48)
    assert "48 paragraphs are left out" in ada.get(f"{address}/2").text


def saying(content: bytes, name: str, value: str) -> bytes:
    with np.load(io.BytesIO(content)) as arrays:
        held = dict(arrays)
    about = json.loads(held["about"].tobytes())
    about["origin"][name] = value
    held["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    written = io.BytesIO()
    np.savez(written, **held)
    return written.getvalue()
