/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of exitbench; each parses its own arguments. */
#ifndef EXITBENCH_COMMANDS_H
#define EXITBENCH_COMMANDS_H

/* Exit statuses. */
#define EXIT_CELLS_FAILED	1
#define EXIT_UNUSABLE		2
/* And the number of the signal. */
#define EXIT_SIGNALLED		128

int cmd_run(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_submit(int argc, char **argv);
int cmd_collect(int argc, char **argv);
int cmd_status(int argc, char **argv);

#endif
