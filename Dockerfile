# API, worker and one-shot commands of one release: one image, told apart by the command (docs/deploying.md).
ARG NODE=24.21.0-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY . .
# The tables of Prisma's schema, the compiled sources, and the bundle of the workflows, which the worker would otherwise make at each start.
RUN npm run build

FROM node:${NODE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Of the optional packages none is needed to run: they are compilers' parts.
RUN npm ci --omit=dev --omit=optional --no-progress

FROM node:${NODE}
# By whom Temporal Cloud, a managed PostgreSQL and a mail server are trusted. Nothing is installed at run time: npm and yarn go.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /opt/yarn-* /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY policies ./policies
# The core's sources: each record says by which core it was decided (services/rules/policies.ts).
COPY domain ./domain
COPY prisma/migrations ./prisma/migrations
COPY services/notices/templates ./services/notices/templates
COPY web ./web
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps HOST=0.0.0.0 PORT=8080 METRICS_HOST=0.0.0.0 METRICS_PORT=9464 API_METRICS_PORT=9465
# Where a volume for the signed heads is mounted.
RUN mkdir /heads && chown 1000:1000 /heads
# The user node, by number, so that a cluster can see that it is not root. All files are root's: the root may be read-only.
USER 1000:1000
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
# Of the API; a container that runs the worker checks with `healthy.js worker`.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["node", "dist/scripts/healthy.js", "api"]
CMD ["node", "dist/server.js"]
