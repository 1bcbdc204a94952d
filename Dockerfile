# The image: `docker build -t watcher .`, then `docker run --rm watcher run --once` shows the stories of the example feeds.
# Both stages are of one base, so that the environment finds the same interpreter at the same place.
FROM python:3.13-slim AS build

# A package index of your own and its certificates are given with --build-arg; none of them stays in the image.
ARG PIP_INDEX_URL
ARG PIP_CERT
ARG UV_DEFAULT_INDEX
ARG SSL_CERT_FILE

ENV UV_PROJECT_ENVIRONMENT=/app \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never \
    PYC_INVALIDATION_MODE=UNCHECKED_HASH

RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore uv==0.13.9

# The dependencies first: this layer is built anew only when they change.
WORKDIR /source
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --extra postgres --no-install-project

COPY LICENSE README.md ./
COPY config config
COPY seeds seeds
COPY watcher watcher
RUN uv sync --locked --no-dev --extra postgres --no-editable && chmod -R a+rX config seeds /app

FROM python:3.13-slim

LABEL org.opencontainers.image.title="watcher" \
      org.opencontainers.image.description="A news watcher for your own machine: one explained alert per story, not one per copy." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"

# The base has no bytecode of the standard library, and at run time none can be written: each health check would compile
# what it imports.
RUN python -m compileall -q --invalidation-mode unchecked-hash \
        -x '/(site-packages|test|idlelib|tkinter|turtledemo|ensurepip|pydoc_data)/' /usr/local/lib/python3.13 \
    && install -d -o 10001 -g 10001 /data /drops

COPY --from=build /app /app
COPY --from=build /source/config /config
COPY --from=build /source/seeds /seeds

# Data is in /data whatever a mounted configuration says. Where /tmp may not be written, temporary files go to the
# working directory.
ENV PATH=/app/bin:$PATH \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WATCHER_CONFIG=/config/watcher.toml \
    WATCHER__DATA_DIR=/data

USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["watcher", "healthcheck"]
ENTRYPOINT ["watcher"]
CMD ["run"]
