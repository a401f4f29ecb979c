# The shop as a container: docker build -t 1000proxy-bot . (compose.yaml starts it with its database; docs/OPERATIONS.md)

FROM node:24-slim AS dependencies
WORKDIR /shop
COPY package.json package-lock.json ./
# Optional are the Nodes for machines with an older one. They are left out by npm, not by name: node-fetch is grammY's.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
# A container is a live shop: SANDBOX=0 has it name what is missing instead of looking for a sandbox.
ENV NODE_ENV=production SANDBOX=0 DATA_DIR=/data WEB_HOST=0.0.0.0 WEB_PORT=8081
WORKDIR /shop
COPY --from=dependencies /shop/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY locales locales
COPY migrations migrations
COPY src src
# For EMBEDDED_LIVE=1 only; with DATABASE_URL nothing is written. 1000 is the user "node" of the image.
RUN install -d -m 0700 -o 1000 -g 1000 /data
VOLUME /data
USER 1000:1000
EXPOSE 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "bin/healthcheck.mjs"]
CMD ["node", "src/main.ts"]
