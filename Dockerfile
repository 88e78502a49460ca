# The processes of compose.yaml: web, socket and worker are this image under three commands.
FROM python:3.12-slim
# What `manage.py backup` asks of PostgreSQL; its version is the one of the distribution, not ours to pin.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /qafila
COPY config/bootstrap.sh config/
COPY requirements-scale.lock ./
RUN sh config/bootstrap.sh .venv requirements-scale.lock
ENV PATH=/qafila/.venv/bin:$PATH PYTHONUNBUFFERED=1
COPY . .
RUN for words in */locale/*/LC_MESSAGES/django.po; do pybabel -q compile -i "$words" -o "${words%po}mo" || exit 1; done \
    && python -m compileall -q . \
    && useradd --uid 1000 --create-home qafila \
    && install -d -o qafila /data
USER 1000
