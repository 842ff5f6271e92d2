// A Bluesky of one's own, of the network's own parts: the directory of identities, a server with accounts, and what shows
// everybody's posts. Started by tests in the folder where bin/partners has installed it; says where it is in one line.
"use strict";

const net = require("node:net");
const { createRequire } = require("node:module");
const installed = createRequire(`${process.cwd()}/`);

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function loopbackOnly(port, ...rest) {
  if (typeof port === "object" && port !== null && "port" in port) return listen.call(this, { ...port, host: "127.0.0.1" }, ...rest);
  return typeof port === "number" ? listen.call(this, { port, host: "127.0.0.1" }, ...rest.filter((each) => typeof each === "function")) : listen.call(this, port, ...rest);
};

const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = installed("@atproto/dev-env");
const getPort = installed("get-port");

async function main() {
  const plc = await TestPlc.create({});
  const port = await getPort();
  const bsky = await TestBsky.create({
    plcUrl: plc.url,
    pdsPort: port,
    repoProvider: `ws://localhost:${port}`,
    dbPostgresUrl: process.env.DB_POSTGRES_URL,
    dbPostgresSchema: "appview",
  });
  const pds = await TestPds.create({
    port,
    didPlcUrl: plc.url,
    bskyAppViewUrl: bsky.url,
    bskyAppViewDid: bsky.serverDid,
  });
  mockNetworkUtilities(pds, bsky);
  process.stdout.write(`${JSON.stringify({ server: pds.url })}\n`);
  process.stdin.resume();
  process.stdin.on("end", () => process.exit(0)); // whoever started us is gone
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
