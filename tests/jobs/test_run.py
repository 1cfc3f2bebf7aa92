"""One worker and one job: what happens on the way to its end."""


def test_a_job_runs_and_leaves_its_result(engine):
    job_id = engine.submit("test.count", {"to": 3})

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.error) == ("succeeded", None)
    assert job.result == {"counted": 3, "from": 0, "told": [], "attempt": 1}
