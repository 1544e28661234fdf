# The web host and the command line in one image, for docker-compose.yml. Builds without anything but this directory.
FROM node:22-bookworm-slim AS front-end
WORKDIR /source/src/Geo.Web
COPY src/Geo.Web/package.json src/Geo.Web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY src/Geo.Web ./
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=front-end /source/src/Geo.Web/wwwroot/dist src/Geo.Web/wwwroot/dist
# Compiled ahead where the lock files have the processor.
RUN ahead=$([ "$(uname -m)" != x86_64 ] || echo "-r linux-x64") \
    && dotnet publish src/Geo.Web -c Release $ahead -o /app/web \
    && dotnet publish src/Geo.Cli -c Release $ahead -o /app/cli

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# /data keeps the keys that sign cookies and forms; the rest of the image is never written to.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 700 /data
COPY --from=build /app /app
ENV GEO_DATA_DIR=/data \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
USER $APP_UID
WORKDIR /app/web
ENTRYPOINT ["dotnet"]
CMD ["Geo.Web.dll", "--urls", "http://+:8080"]
