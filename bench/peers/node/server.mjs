// The peer on Node: what the system before this one was built on, doing the same: a JWT at the handshake, a room a
// person, a POST that emits a fragment of about 1.2 KB to one of them. It stores nothing.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import express from "express";
import jwt from "jsonwebtoken";
import { Server } from "socket.io";

const secret = randomBytes(32).toString("hex");
const token = (name) => jwt.sign({ sub: name }, secret, { expiresIn: "2h" });
const who = (text) => jwt.verify(text, secret).sub;
const fragment = `<li class="card">${"x".repeat(1150)}</li>`;

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
  socket.join(`user_${socket.data.name}`);
  socket.emit("connected", { user_id: socket.data.name });
});

app.use(express.json());
app.post("/act", (request, response) => {
  who(request.headers.authorization.slice("Bearer ".length));
  const { to, id } = request.body;
  io.to(`user_${to}`).emit("new_access_request", { id, swaps: [{ target: id, list: "access_requests", html: fragment }] });
  response.status(201).json({ id });
});

server.listen(0, "127.0.0.1", () => {
  const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
  const versions = { node: process.version, express: version("express"), "socket.io": version("socket.io") };
  const tokens = { doctor: token("doctor"), patient: token("patient") };
  console.log(JSON.stringify({ port: server.address().port, tokens, versions }));
});
