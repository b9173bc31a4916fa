// SPDX-License-Identifier: GPL-2.0
#include "detach.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/run-dir.h"

/* No file of a cell comes near to it; a guest that writes on and on must not fill the disk. */
#define FILE_LIMIT (1l << 30)

/* Of what has no own handler for it: the way to end early. */
static const int ends[] = { SIGTERM, SIGINT, SIGHUP };

static void block(sigset_t *signals, sigset_t *before)
{
	size_t i;

	sigemptyset(signals);
	sigaddset(signals, SIGCHLD);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaddset(signals, ends[i]);
	sigprocmask(SIG_BLOCK, signals, before);
}

static void kill_children(void)
{
	FILE *f = fopen("/proc/thread-self/children", "r");
	int pid;

	while (f && fscanf(f, "%d", &pid) == 1)
		kill(pid, SIGKILL);
	if (f)
		fclose(f);
}

void detach_reap(void)
{
	/* Those of one that has just been killed are there with the next look. */
	do {
		kill_children();
	} while (waitpid(-1, NULL, 0) > 0 || errno == EINTR);
}

/* Wait for the emulator, and end it when that is asked for; returns its status. */
static int keep(pid_t emulator, int end_signal, const sigset_t *signals)
{
	int status = 0, sig;
	pid_t pid;

	for (;;) {
		if (sigwait(signals, &sig))
			continue;
		if (sig != SIGCHLD)
			kill(-emulator, end_signal);
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == emulator)
				return status;
	}
}

/* As a shell does it: whoever waits for the keeper learns how the emulator ended. */
static void end_as(int status) __attribute__((noreturn));

static void end_as(int status)
{
	struct rlimit no_core = { 0, 0 };
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	sigset_t only;

	if (!sig)
		_exit(WEXITSTATUS(status));
	setrlimit(RLIMIT_CORE, &no_core);
	signal(sig, SIG_DFL);
	sigemptyset(&only);
	sigaddset(&only, sig);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	kill(getpid(), sig);
	_exit(128 + sig);
}

static void be_keeper(pid_t emulator, int end_signal, const char *work, pid_t parent,
		      const sigset_t *signals) __attribute__((noreturn));

static void be_keeper(pid_t emulator, int end_signal, const char *work, pid_t parent,
		      const sigset_t *signals)
{
	int status;

	/* The emulator does it too: whoever comes first. */
	setpgid(emulator, emulator);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* It may have ended before it was asked for. */
	if (getppid() != parent)
		kill(-emulator, end_signal);
	status = keep(emulator, end_signal, signals);
	detach_reap();
	if (getppid() != parent)
		run_dir_remove(work);
	end_as(status);
}

static void be_emulator(int end_signal, pid_t keeper, const sigset_t *before)
{
	struct rlimit size = { FILE_LIMIT, FILE_LIMIT };
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, end_signal);
	if (getppid() != keeper || dup2(nothing, 0) < 0)
		_exit(127);
	setrlimit(RLIMIT_FSIZE, &size);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, before, NULL);
}

pid_t detach_fork(int end_signal, const char *work)
{
	pid_t pid, parent = getpid(), keeper;
	sigset_t signals, before;

	/* In the keeper they are waited for, from its first moment on. */
	block(&signals, &before);
	pid = fork();
	if (pid) {
		if (pid < 0)
			warnx("start a process: %s", strerror(errno));
		sigprocmask(SIG_SETMASK, &before, NULL);
		return pid;
	}
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	keeper = getpid();
	pid = fork();
	if (pid < 0)
		_exit(127);
	if (pid)
		be_keeper(pid, end_signal, work, parent, &signals);
	be_emulator(end_signal, keeper, &before);
	return 0;
}

void detach_output(int fd, const char *file)
{
	int log = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (log < 0 || dup2(log, fd) < 0)
		_exit(127);
}
