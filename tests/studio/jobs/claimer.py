"""A process that claims jobs as a worker does: `python -m … START_TIME JOB…` prints those that it got."""

import os
import sys
import time
from uuid import UUID


def main(start: str, *job_ids: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    from studio.jobs.lease import claim

    time.sleep(max(0.0, float(start) - time.time()))
    print(*[job_id for job_id in job_ids if claim(UUID(job_id))])


if __name__ == "__main__":
    main(*sys.argv[1:])
