# The first stage builds and installs the wheel. The second has only what it needs to run.
FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements.txt ./
# Every library is fetched as a wheel and checked by its hash. The build tool is one of them.
RUN pip wheel --no-cache-dir --require-hashes --no-deps --wheel-dir /wheels -r requirements.txt \
 && python -m venv /build \
 && /build/bin/pip install --no-cache-dir --no-index --find-links /wheels hatchling
COPY pyproject.toml README.md LICENSE .gitignore ./
COPY migrations migrations
COPY seed seed
COPY service service
RUN /build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /dist . \
 && python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --no-index --find-links /wheels \
    --find-links /dist 'dateline[postgres]'

FROM python:3.13-slim
RUN pip uninstall --yes --quiet --root-user-action ignore pip \
 && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin dateline \
 && mkdir /data && chown dateline /data
COPY --from=build /venv /venv
USER dateline
WORKDIR /data
# With a read-only root it writes to /data and /tmp alone:
# docker run --read-only --tmpfs /tmp -v dateline:/data -p 8000:8000 dateline
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 \
    DATELINE_DATABASE_URL=sqlite:////data/dateline.db DATELINE_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
# http.client, because urllib.request would ask the proxy that HTTP_PROXY names.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import http.client as h, os, sys; c = h.HTTPConnection('127.0.0.1', int(os.environ.get('DATELINE_PORT', 8000)), timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["dateline"]
CMD ["serve", "--migrate"]
