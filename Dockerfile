# One image for every role; the command selects the role (see docker-compose.yml).
# /opt/wiredesk, /opt/numba and /var/lib/wiredesk are paths inside the image, the same on every machine.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python3 -m venv /opt/wiredesk
COPY requirements-image.lock .
RUN /opt/wiredesk/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements-image.lock
COPY pyproject.toml README.md LICENSE ./
COPY wiredesk wiredesk
COPY worker worker
COPY producer producer
COPY desk desk
RUN /opt/wiredesk/bin/python -m pip install --no-cache-dir --disable-pip-version-check "setuptools>=77" \
 && /opt/wiredesk/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /opt/wiredesk/bin/python -m pip uninstall --quiet --yes setuptools pip
# Compile with Numba now what every new container would compile at its first start, for some ten seconds
RUN cd / && NUMBA_CACHE_DIR=/opt/numba /opt/wiredesk/bin/python -c "from wiredesk import settings; from wiredesk.nlp import pipeline; pipeline.load(settings.load())"

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/wiredesk wiredesk \
 && install --directory --owner=wiredesk /var/lib/wiredesk/flower
COPY --from=build /opt/wiredesk /opt/wiredesk
# a processor of another kind compiles again, so the folder is writable
COPY --from=build --chown=wiredesk /opt/numba /var/lib/wiredesk/numba
ENV PATH=/opt/wiredesk/bin:$PATH PYTHONUNBUFFERED=1 WIREDESK_HOME=/var/lib/wiredesk NUMBA_CACHE_DIR=/var/lib/wiredesk/numba
WORKDIR /var/lib/wiredesk
USER wiredesk
STOPSIGNAL SIGTERM
CMD ["wiredesk", "--help"]
