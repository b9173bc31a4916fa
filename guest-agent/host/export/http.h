/* SPDX-License-Identifier: GPL-2.0 */
/* One page for a scraper, over HTTP. */
#ifndef EXITMETER_HTTP_H
#define EXITMETER_HTTP_H

#include <stdbool.h>
#include <stdio.h>

/**
 * struct http_page - what is served as /metrics
 * @render: prints the page; called by one thread at a time, which is not the caller's. Returns 0,
 *	or -errno with a message on stderr, which the scraper gets as an error of the server
 * @data: for @render
 */
struct http_page {
	int (*render)(FILE *f, void *data);
	void *data;
};

/*
 * http_is_address - is it [ADDRESS:]PORT, both numeric, an address of IPv6 in brackets?
 */
bool http_is_address(const char *where);

/**
 * http_listen - open a port
 * @where: as above. Without an address only programs on this machine can connect
 *
 * Tells on stderr where it listens, for port 0 is any that is free.
 *
 * Return: a socket, or -errno with a message on stderr.
 */
int http_listen(const char *where);

struct http;

/**
 * http_start - serve, in a thread of its own
 * @socket: from http_listen(), taken over
 * @page: stays the caller's, until http_stop()
 *
 * Signals that are blocked stay so in that thread.
 *
 * Return: for http_stop(), or NULL with a message on stderr.
 */
struct http *http_start(int socket, const struct http_page *page);

void http_stop(struct http *http);

#endif
