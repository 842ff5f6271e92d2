// telegram-test-api on loopback, at a port that is given to it; started by tests in the folder of bin/partners.
"use strict";

const { createRequire } = require("node:module");
const TelegramServer = createRequire(`${process.cwd()}/`)("telegram-test-api");

const server = new TelegramServer({ host: "127.0.0.1", port: Number(process.argv[2]), storeTimeout: 3600 });
server.start().then(() => process.stdout.write(`${JSON.stringify({ server: server.config.apiURL })}\n`));
