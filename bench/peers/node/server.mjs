// The peer on Node: what the system before this one was built on, doing the same: a JWT at the handshake, a room a
// person and one for all, a POST that emits an event of PEER_BYTES bytes to a room. It stores nothing.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import express from "express";
import jwt from "jsonwebtoken";
import { Server } from "socket.io";
import { pages } from "./page.mjs";

const who = (text) => jwt.verify(text, process.env.PEER_SECRET, { algorithms: ["HS256"] }).sub;
const heads = new Map();

function event(stream) {
  const seq = (heads.get(stream) ?? 0) + 1;
  heads.set(stream, seq);
  const id = `0198-${seq}`;
  const told = { type: "notification", title: "Campagne de vaccination", level: "info", url: "/notifications" };
  const swap = { target: `notification_${id}`, list: "notifications", html: fragment };
  return { stream, seq, event_id: id, ...told, data: {}, swaps: [swap], timestamp: new Date().toISOString() };
}
let fragment = "";
const bare = JSON.stringify(["notification", event("patients")]).length;
fragment = `<li class="card">${"x".repeat(Math.max(0, Number(process.env.PEER_BYTES) - bare - 22))}</li>`;
heads.clear();

const app = express();
const server = createServer(app);
const io = new Server(server);

io.use((socket, next) => {
  try {
    socket.data.name = who(socket.handshake.auth.token);
    next();
  } catch {
    next(new Error("unauthenticated"));
  }
});
io.on("connection", (socket) => {
  socket.join([`user_${socket.data.name}`, "patients"]);
  socket.emit("connected", { user_id: socket.data.name });
  socket.on("ack", () => {});
});

app.use(express.json());
app.post("/tell", (request, response) => {
  who(request.headers.authorization.slice("Bearer ".length));
  const { room, times } = request.body;
  for (let number = 0; number < times; number++) io.to(room).emit("notification", event(room));
  response.status(201).json({ room });
});

if (process.env.PEER_DATABASE) pages(app, process.env.PEER_DATABASE, who);

server.listen(0, "127.0.0.1", () => {
  const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
  const versions = { node: process.versions.node, express: version("express"), "socket.io": version("socket.io") };
  console.log(JSON.stringify({ port: server.address().port, versions }));
});
