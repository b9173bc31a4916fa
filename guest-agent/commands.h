/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of exitmeter, one file each. */
#ifndef EXITMETER_COMMANDS_H
#define EXITMETER_COMMANDS_H

/* Exit status of the program; `stat`, `record` and `run` give the measured command's. */
enum {
	STATUS_OK,
	STATUS_FAILED,
	STATUS_UNUSABLE,	/* bad usage, or no meter */
};

/*
 * All of them take the command's own arguments, with "exitmeter COMMAND" as
 * argv[0], and return the exit status.
 */
int cmd_info(int argc, char **argv);
int cmd_reasons(int argc, char **argv);
int cmd_read(int argc, char **argv);
int cmd_stat(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_record(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_diff(int argc, char **argv);
int cmd_run(int argc, char **argv);
#ifdef EXITMETER_HOST
/* In builds for a host only: the one in L2's image has no use for it. */
int cmd_host(int argc, char **argv);
#endif

#endif
