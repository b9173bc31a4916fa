#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The guest agent where there is no meter: on the machine that runs the tests.
use strict;
use warnings;
use Test::More;

my $agent = ($ENV{BUILD} // 'build') . '/programs/exitmeter';

sub run {
	my $out = qx($agent @_ 2>&1);
	return ($? >> 8, $out);
}

my ($status, $out) = run('info');
SKIP: {
	skip 'this machine has a meter', 8 if $status == 0;
	for my $command ('info', 'read', 'run -- true') {
		($status, $out) = run($command);
		is($status, 2, "$command: status 2");
		like($out, qr/meter/, "$command: says what is missing");
	}
	($status, $out) = run('run -- sh -c "echo it ran"');
	is($status, 2, 'run: status 2');
	unlike($out, qr/it ran/, 'run: the command is not run without a window');
}

($status, $out) = run('reasons --vendor vmx');
is($status, 0, 'reasons need no meter');
like($out, qr/^\s*48\s+EPT_VIOLATION/m, 'VMX names');
($status, $out) = run('reasons --vendor svm');
like($out, qr/^\s*256\s+NPF/m, 'SVM names');
for my $command ('', 'info', 'read', 'run', 'reasons') {
	($status, $out) = run("$command --help");
	is($status, 0, "$command --help: status 0");
	like($out, qr/EXAMPLES/, "$command --help has examples");
}
($status, $out) = run('walk');
is($status, 2, 'unknown command: status 2');

done_testing();
