// SPDX-License-Identifier: GPL-2.0
#include "http.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A scraper that is slow, or many of them, must not hold this program up. */
#define MOST_CONNECTIONS	16u
#define TIMEOUT_S		10u

#define MOST_PORT	65535

#define METRICS	"text/plain; version=0.0.4; charset=utf-8"

static const char front_page[] =
	"<!DOCTYPE html><title>exitmeter</title><p>VM exits of this host: "
	"<a href=\"/metrics\">/metrics</a>\n";
static const char not_found[] = "Not here: /metrics\n";
static const char not_allowed[] = "GET only\n";
static const char not_readable[] = "exitmeter could not look at the VMs; its messages say why\n";

/* "[::1]:9000" into its parts, of which the address may be missing. */
static int split(const char *where, char *address, size_t size, const char **port)
{
	const char *colon = strrchr(where, ':');
	size_t length = colon ? colon - where : 0;

	*port = colon ? colon + 1 : where;
	if (length > 2 && *where == '[' && where[length - 1] == ']') {
		where++;
		length -= 2;
	} else if (memchr(where, ':', length)) {
		return -EINVAL;
	}
	if (length >= size || !**port || strspn(*port, "0123456789") != strlen(*port) ||
	    strtoul(*port, NULL, 10) > MOST_PORT)
		return -EINVAL;
	memcpy(address, where, length);
	address[length] = '\0';
	return 0;
}

static int resolve(const char *where, struct addrinfo **at)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM,
	};
	char address[64];
	const char *port;

	if (split(where, address, sizeof(address), &port) ||
	    getaddrinfo(*address ? address : "127.0.0.1", port, &hints, at))
		return -EINVAL;
	return 0;
}

bool http_is_address(const char *where)
{
	struct addrinfo *at;

	if (resolve(where, &at))
		return false;
	freeaddrinfo(at);
	return true;
}

static void tell(int fd)
{
	char address[64], port[16];
	struct sockaddr_storage at;
	socklen_t size = sizeof(at);

	if (getsockname(fd, (struct sockaddr *)&at, &size) ||
	    getnameinfo((struct sockaddr *)&at, size, address, sizeof(address), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV))
		return;
	fprintf(stderr, "exitmeter: listening on http://%s%s%s:%s/metrics\n",
		at.ss_family == AF_INET6 ? "[" : "", address, at.ss_family == AF_INET6 ? "]" : "",
		port);
}

static int open_socket(const struct addrinfo *at)
{
	const int on = 1;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (!bind(fd, at->ai_addr, at->ai_addrlen) && !listen(fd, SOMAXCONN))
		return fd;
	err = -errno;
	close(fd);
	return err;
}

int http_listen(const char *where)
{
	struct addrinfo *at;
	int fd = resolve(where, &at);

	if (!fd) {
		fd = open_socket(at);
		freeaddrinfo(at);
	}
	if (fd < 0)
		fprintf(stderr, "exitmeter: listen on %s: %s\n", where, strerror(-fd));
	else
		tell(fd);
	return fd;
}

/**
 * struct http
 * @page: what is served
 * @daemon: that serves
 */
struct http {
	const struct http_page *page;
	struct MHD_Daemon *daemon;
};

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned int status,
			      const char *type, struct MHD_Response *response)
{
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result answer_text(struct MHD_Connection *connection, unsigned int status,
				   const char *type, const char *text)
{
	return answer(connection, status, type,
		      MHD_create_response_from_buffer(strlen(text), (void *)text,
						      MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result answer_page(struct MHD_Connection *connection, const struct http_page *page)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	int err = f ? page->render(f, page->data) : -ENOMEM;

	if (f && fclose(f))
		err = -ENOMEM;
	if (!err)
		return answer(connection, MHD_HTTP_OK, METRICS,
			      MHD_create_response_from_buffer(size, text, MHD_RESPMEM_MUST_FREE));
	free(text);
	return answer_text(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "text/plain", not_readable);
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **request)
{
	static int seen;
	struct http *http = data;

	(void)version;
	(void)upload;
	(void)upload_size;
	/* The first call is for the headers; an answer then would end the connection. */
	if (!*request) {
		*request = &seen;
		return MHD_YES;
	}
	if (strcmp(method, MHD_HTTP_METHOD_GET) && strcmp(method, MHD_HTTP_METHOD_HEAD))
		return answer_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain",
				   not_allowed);
	if (!strcmp(url, "/metrics"))
		return answer_page(connection, http->page);
	if (!strcmp(url, "/"))
		return answer_text(connection, MHD_HTTP_OK, "text/html", front_page);
	return answer_text(connection, MHD_HTTP_NOT_FOUND, "text/plain", not_found);
}

struct http *http_start(int socket, const struct http_page *page)
{
	struct http *http = calloc(1, sizeof(*http));

	if (http) {
		http->page = page;
		http->daemon = MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, 0, NULL, NULL,
						on_request, http,
						MHD_OPTION_LISTEN_SOCKET, socket,
						MHD_OPTION_CONNECTION_LIMIT, MOST_CONNECTIONS,
						MHD_OPTION_CONNECTION_TIMEOUT, TIMEOUT_S,
						MHD_OPTION_END);
	}
	if (http && http->daemon)
		return http;
	fprintf(stderr, "exitmeter: serve HTTP: %s\n", strerror(errno));
	close(socket);
	free(http);
	return NULL;
}

void http_stop(struct http *http)
{
	MHD_stop_daemon(http->daemon);
	free(http);
}
