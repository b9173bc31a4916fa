// SPDX-License-Identifier: GPL-2.0
/*
 * workload-network: talk to a server on the host over the network: datagrams there and back,
 * one at a time, or a stream one way.
 *
 * The server is that of benchmarks/cell/l1-network.c. A first datagram goes there and back
 * before the operations, so that the addresses are known.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cell/network.h"
#include "shared/work.h"

/* An operation of the stream. */
#define CHUNK		16384l
/* A datagram that got lost is an error: nothing on the way should lose any. */
#define PATIENCE_S	20

static long ping, stream, operations;

static const struct work_option options[] = {
	{ "ping", &ping, 1, "bytes of a datagram that is sent there and back" },
	{ "stream", &stream, 1, "1: send a stream" },
	{ "operations", &operations, 0, "datagrams, or chunks of the stream of 16 KiB" },
	{ 0 },
};

static char data[CHUNK];

static int open_socket(int type)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(NETWORK_PORT),
		.sin_addr.s_addr = inet_addr(NETWORK_HOST),
	};
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, type, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) ||
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)))
		work_fail("connect to " NETWORK_HOST);
	return fd;
}

static void send_pings(int fd, long nr, long bytes)
{
	char back[NETWORK_MAX_DATAGRAM];
	long i;

	for (i = 0; i < nr; i++) {
		memcpy(data, &i, bytes < (long)sizeof(i) ? bytes : (long)sizeof(i));
		if (send(fd, data, bytes, 0) != bytes)
			work_fail("send");
		errno = EIO;
		if (recv(fd, back, sizeof(back), 0) != bytes || memcmp(back, data, bytes))
			work_fail("receive what was sent");
	}
}

static void send_chunk(int fd)
{
	long sent = 0;
	ssize_t n;

	while (sent < CHUNK) {
		n = send(fd, data + sent, CHUNK - sent, 0);
		if (n < 0)
			work_fail("send");
		sent += n;
	}
}

/* Done when the server has all of it: it answers the end with one byte. */
static void send_stream(long nr)
{
	int fd = open_socket(SOCK_STREAM);
	char end;
	long i;

	for (i = 0; i < nr; i++)
		send_chunk(fd);
	errno = EIO;
	if (shutdown(fd, SHUT_WR) || recv(fd, &end, 1, 0) != 1)
		work_fail("wait until all has arrived");
	close(fd);
}

int main(int argc, char **argv)
{
	static struct work work = {
		.doc = "Send datagrams there and back, or a stream, over the network.",
		.operation = "datagrams there and back",
		.options = options,
	};
	int fd;

	work_parse(&work, argc, argv);
	work_limit("ping", ping, NETWORK_MAX_DATAGRAM);
	fd = open_socket(SOCK_DGRAM);
	send_pings(fd, 1, 1);
	if (stream) {
		work.operation = "chunks of 16 KiB";
		send_stream(operations);
	} else {
		send_pings(fd, operations, ping);
	}
	close(fd);
	work_done(&work, operations);
	return 0;
}
