# The service alone: it needs a Neo4j at NEO4J_URI (docker-compose.yml brings both).
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY cypher ./cypher
COPY seeds ./seeds
COPY src ./src

USER node
EXPOSE 8080
CMD ["node", "src/main.ts"]
