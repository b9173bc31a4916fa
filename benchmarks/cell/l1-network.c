// SPDX-License-Identifier: GPL-2.0
#include "l1-network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"
#include "network.h"

/* On a machine of its own nobody else has done it. */
static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
		init_fail("network: lo: %s", strerror(errno));
	if (!(request.ifr_flags & IFF_UP)) {
		request.ifr_flags |= IFF_UP;
		if (ioctl(fd, SIOCSIFFLAGS, &request))
			init_fail("network: lo: %s", strerror(errno));
	}
	close(fd);
}

static int open_socket(int type)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons(NETWORK_PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, (const struct sockaddr *)&at, sizeof(at)) ||
	    (type == SOCK_STREAM && listen(fd, 1)))
		init_fail("network: port %d of the loopback: %s", NETWORK_PORT, strerror(errno));
	return fd;
}

static void send_back(int fd)
{
	char data[NETWORK_MAX_DATAGRAM];
	struct sockaddr_in from;
	socklen_t length = sizeof(from);
	ssize_t n = recvfrom(fd, data, sizeof(data), 0, (struct sockaddr *)&from, &length);

	/* Whoever waits for it notices if it does not come. */
	if (n >= 0)
		sendto(fd, data, n, 0, (struct sockaddr *)&from, length);
}

static void read_stream(int listener)
{
	static char data[65536];
	int fd = accept(listener, NULL, NULL);
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, data, sizeof(data))) > 0)
		;
	if (!n)
		n = write(fd, "", 1);
	close(fd);
}

static void serve(int datagrams, int streams) __attribute__((noreturn));

static void serve(int datagrams, int streams)
{
	struct pollfd fds[] = {
		{ .fd = datagrams, .events = POLLIN }, { .fd = streams, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			_exit(1);
		if (fds[0].revents)
			send_back(datagrams);
		if (fds[1].revents)
			read_stream(streams);
	}
}

pid_t l1_network_start(const struct job *job)
{
	int datagrams, streams;
	pid_t pid;

	if (!strcmp(job->network, JOB_NETWORK_NONE))
		return 0;
	loopback_up();
	/* Before the fork, so that nobody comes too early. */
	datagrams = open_socket(SOCK_DGRAM);
	streams = open_socket(SOCK_STREAM);
	pid = fork();
	if (pid < 0)
		init_fail("fork: %s", strerror(errno));
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(datagrams, streams);
	}
	close(datagrams);
	close(streams);
	return pid;
}

void l1_network_end(pid_t server)
{
	if (!server)
		return;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
}
