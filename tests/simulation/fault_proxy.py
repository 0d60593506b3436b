# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network in front of machaond: it ends TLS with the server's own certificate, so that it sees
whole requests, and loses, repeats, holds back and cuts them from a seed.

    proxy = FaultProxy(folder_of_tls, backends, seed)
    proxy.url … proxy.set_faults(FAULTS) … proxy.calm() … proxy.stop()

Every fault is one that networks have: nothing is invented, nothing is changed."""
import asyncio
import collections
import os
import random
import ssl
import threading
import urllib.parse

# The chance of each, of one request.
FAULTS = {
    "dropped": 0.03,  # never arrives
    "lost": 0.04,  # is carried out, and the answer is lost
    "cut": 0.02,  # half of the answer arrives
    "twice": 0.04,  # arrives twice, at two servers where there are two
    "late": 0.03,  # arrives once more when others have passed
    "held": 0.02,  # seems lost, and arrives when it was sent again already
    "delayed": 0.10,
}
OUTAGE_EVERY = 6.0  # seconds between two moments in which nothing passes, on average
OUTAGE = 0.6
READ_SECONDS = 60


class FaultProxy(threading.Thread):
    def __init__(self, tls, backends, seed):
        super().__init__(daemon=True)
        self.rng = random.Random(seed)
        self.counts = collections.Counter()
        self._faults = {}
        self._backends = [urllib.parse.urlsplit(url).netloc.split(":") for url in backends]
        self._idle = collections.defaultdict(list)
        self._writers = set()
        self._tasks = set()
        self._inside = ssl.create_default_context(cafile=os.path.join(tls, "ca.pem"))
        self._outside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._outside.load_cert_chain(os.path.join(tls, "server.pem"),
                                      os.path.join(tls, "server-key.pem"))
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self.url = None
        self.start()
        self._ready.wait()

    def set_faults(self, faults):
        self._faults = dict(faults)

    def calm(self):
        self._faults = {}

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        self.join()

    async def _end(self):
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)
        self._loop.stop()

    def run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, context: None)
        listener = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._outside))
        self.url = "https://127.0.0.1:%d" % listener.sockets[0].getsockname()[1]
        self._keep(self._break_lines())
        self._ready.set()
        self._loop.run_forever()

    def _keep(self, coroutine):
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _break_lines(self):
        while True:
            await asyncio.sleep(self.rng.expovariate(1 / OUTAGE_EVERY))
            if self._faults:
                self.counts["outage"] += 1
                self._down = self._loop.time() + self.rng.uniform(0.05, OUTAGE)
                for writer in list(self._writers):
                    writer.transport.abort()

    _down = 0.0

    def _draw(self):
        point = self.rng.random()
        for name, chance in self._faults.items():
            point -= chance
            if point < 0:
                self.counts[name] += 1
                return name
        return "passed"

    async def _serve(self, reader, writer):
        self._writers.add(writer)
        try:
            while self._loop.time() >= self._down:
                request = await read_message(reader)
                if request is None or not await self._pass(request, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ssl.SSLError):
            pass
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _pass(self, request, writer):
        """Carries one request over; whether the connection lives on."""
        fate = self._draw()
        self.counts["requests"] += 1
        if fate == "dropped":
            return False
        if fate == "held":
            self._keep(self._again(request, self.rng.uniform(0.05, 1.5)))
            return False
        if fate == "delayed":
            await asyncio.sleep(self.rng.uniform(0, 0.25))
        if fate == "twice":
            answers = await asyncio.gather(self._forward(request), self._forward(request),
                                           return_exceptions=True)
            answer = self.rng.choice(answers)
            if isinstance(answer, BaseException):
                raise OSError from answer
        else:
            answer = await self._forward(request)
        if fate == "late":
            self._keep(self._again(request, self.rng.uniform(0.02, 2.5)))
        if fate == "lost":
            return False
        writer.write(answer[:len(answer) // 2] if fate == "cut" else answer)
        await writer.drain()
        if fate == "cut":
            # What was written leaves before the line breaks.
            writer.close()
            return False
        return True

    async def _again(self, request, seconds):
        await asyncio.sleep(seconds)
        try:
            await self._forward(request)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ssl.SSLError):
            pass

    async def _forward(self, request):
        """One of the servers' answer to the request; OSError when it gave none."""
        number = self.rng.randrange(len(self._backends))
        while self._idle[number]:
            reader, writer = self._idle[number].pop()
            if not writer.is_closing() and not reader.at_eof():
                try:
                    return await self._ask(number, reader, writer, request)
                except OSError:
                    continue  # it had been closed meanwhile; what came of the request nobody knows
        host, port = self._backends[number]
        reader, writer = await asyncio.open_connection(host, int(port), ssl=self._inside)
        return await self._ask(number, reader, writer, request)

    async def _ask(self, number, reader, writer, request):
        try:
            writer.write(request)
            answer = await asyncio.wait_for(read_message(reader), READ_SECONDS)
        except BaseException:
            writer.transport.abort()
            raise
        if answer is None:
            writer.transport.abort()
            raise ConnectionResetError
        self._idle[number].append((reader, writer))
        return answer


async def read_message(reader):
    """One message of HTTP/1.1 with its length, or None at the end of the stream."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + (await reader.readexactly(length) if length else b"")
