FROM node:22-slim AS scripts
WORKDIR /scripts
COPY src/DealLedger.Server/package.json src/DealLedger.Server/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/ src/
COPY --from=scripts /scripts/node_modules/echarts/dist/echarts.min.js /scripts/node_modules/htmx.org/dist/htmx.min.js /scripts/package-lock.json \
     src/DealLedger.Server/wwwroot/lib/
RUN dotnet publish src/DealLedger/DealLedger.csproj --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# The key of the seals lies in the home; a volume keeps it.
ENV DEALLEDGER_HOME=/var/lib/dealledger
RUN mkdir /var/lib/dealledger && chown $APP_UID /var/lib/dealledger
USER $APP_UID
ENTRYPOINT ["/app/dealledger"]
CMD ["serve", "--port", "5080"]
