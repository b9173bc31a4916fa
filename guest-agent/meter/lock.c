// SPDX-License-Identifier: GPL-2.0
#include "lock.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct sockaddr_un name = {
	.sun_family = AF_UNIX,
	.sun_path = "\0exitmeter",
};

#define NAME_SIZE	(offsetof(struct sockaddr_un, sun_path) + sizeof("\0exitmeter") - 1)

/* Who listens is who took the lock. */
static int find_holder(void)
{
	struct ucred peer = { 0 };
	socklen_t size = sizeof(peer);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return 0;
	if (connect(fd, (const struct sockaddr *)&name, NAME_SIZE) ||
	    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size))
		peer.pid = 0;
	close(fd);
	return peer.pid;
}

int lock_take(int *holder)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), err;

	if (fd < 0)
		return -errno;
	if (!bind(fd, (const struct sockaddr *)&name, NAME_SIZE) && !listen(fd, 16))
		return fd;
	err = errno == EADDRINUSE ? -EBUSY : -errno;
	close(fd);
	if (holder)
		*holder = err == -EBUSY ? find_holder() : 0;
	return err;
}
