/* SPDX-License-Identifier: GPL-2.0 */
/* Standard input, output and error of a program, whatever it was started with. */
#ifndef EXITBENCH_STANDARD_STREAMS_H
#define EXITBENCH_STANDARD_STREAMS_H

/**
 * standard_streams_begin - to be called first of all
 * @status: of the program if what it printed can't be written: the disk is full, nobody reads
 *
 * Opens the ones that are closed, so that no file takes their place and receives what is
 * printed. At the program's end, by exit() or by main(), output that could not be written is
 * an error, with a message.
 */
void standard_streams_begin(int status);

#endif
