// Connects with the public socket.io client and says what happens, one JSON line each; takes orders, one JSON line each.
//
//   node listen.mjs '{"url": "http://127.0.0.1:5000", "auth": {"token": "…"}, "transports": ["websocket"], "headers": {}}'
//   out  {"event": "connect" | "connect_error" | "disconnect" | <any event>, "args": […]}   {"bytes": 17, "packet": "message"}
//        {"answer": {…}, "to": 3}
//   in   {"emit": "ack", "args": […], "id": 3}   {"auth": {…}}   {"do": "connect" | "disconnect"}

import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const { url, auth = {}, transports = ["websocket"], headers = {} } = JSON.parse(process.argv[2]);

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const socket = io(url, {
  auth,
  transports,
  extraHeaders: headers,
  timeout: 10_000,
  reconnectionDelay: 100,
  reconnectionDelayMax: 1_000,
});

// Every packet of the wire but the heartbeat: what somebody receives is counted below the events too.
const watch = (engine) =>
  engine.on("packet", ({ type, data }) => {
    if (type !== "ping" && type !== "pong") say({ packet: type, bytes: String(data ?? "").length, data: data ?? null });
  });

socket.io.on("open", () => watch(socket.io.engine));
socket.on("connect", () => say({ event: "connect", args: [], transport: socket.io.engine.transport.name }));
socket.on("connect_error", (error) =>
  say({ event: "connect_error", args: [{ message: error.message, data: error.data ?? null }] }),
);
socket.on("disconnect", (reason) => say({ event: "disconnect", args: [reason] }));
socket.onAny((event, ...args) => say({ event, args }));

const orders = {
  emit: ({ emit, args = [], id }) => socket.emit(emit, ...args, (answer) => say({ answer: answer ?? null, to: id })),
  auth: (order) => (socket.auth = order.auth),
  do: (order) => socket[order.do](),
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const order = JSON.parse(line);
    orders[Object.keys(orders).find((name) => name in order)](order);
  })
  .on("close", () => socket.close());
