// SPDX-License-Identifier: GPL-2.0
#include "l1.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "check.h"

#define PORT		"/dev/ttyS1"
#define ANSWER		'k'
#define TIMEOUT_MS	60000

bool l1_ask(char what)
{
	struct pollfd port = { .events = POLLIN };
	struct termios raw;
	char answer = 0;

	port.fd = open(PORT, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port.fd < 0 || tcgetattr(port.fd, &raw)) {
		fail("open %s: %s", PORT, strerror(errno));
		return false;
	}
	cfmakeraw(&raw);
	tcsetattr(port.fd, TCSANOW, &raw);
	if (write(port.fd, &what, 1) != 1)
		fail("write to %s: %s", PORT, strerror(errno));
	else if (poll(&port, 1, TIMEOUT_MS) != 1 || read(port.fd, &answer, 1) != 1)
		fail("asked L1 for '%c', and nothing happened", what);
	else if (answer != ANSWER)
		fail("asked L1 for '%c', the answer is %#x", what, answer);
	close(port.fd);
	return answer == ANSWER;
}
