FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY migrations migrations
COPY seed seed
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home dateline \
 && mkdir /data && chown dateline /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER dateline
ENV DATELINE_DATABASE_URL=sqlite:////data/dateline.db DATELINE_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["/venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["/venv/bin/dateline"]
CMD ["serve", "--migrate", "--seed"]
