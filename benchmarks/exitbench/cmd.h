/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of exitbench; each parses its own arguments. */
#ifndef EXITBENCH_CMD_H
#define EXITBENCH_CMD_H

#include "util/exit-status.h"

int cmd_run(int argc, char **argv);
int cmd_exec(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_submit(int argc, char **argv);
int cmd_collect(int argc, char **argv);
int cmd_status(int argc, char **argv);

#endif
