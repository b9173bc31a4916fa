#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitbench exec without cells: what it refuses before anything is booted, what it brings, and what
# it tells L1 and L2. tests/cells/exec.t has what comes of it.
use strict;
use warnings;
use Cwd qw(getcwd realpath);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $top = getcwd();
$build = "$top/$build" unless $build =~ m{^/};
my $dir = realpath(tempdir(CLEANUP => 1));
my $image = "$dir/image";

sub put {
	my ($path, $text, $mode) = @_;
	open(my $f, '>:raw', $path) or die "$path: $!";
	print $f $text;
	close($f);
	chmod($mode // 0644, $path);
	return $path;
}

sub get {
	open(my $f, '<:raw', $_[0]) or return '';
	local $/;
	return <$f>;
}

# An emulator that keeps what it was given, and leaves what a real cell left.
make_path($image);
put("$image/bochs", "#!/bin/sh\ncp exchange.img '$dir/exchange.img'\ncp payload.img '$dir/payload.img'\n" .
    "exec $top/tests/faults/emulator\n" =~ s/exec/exec '$dir\/image\/stand-in' #/r, 0755);
system('cp', 'tests/faults/emulator', "$image/stand-in") == 0 or die;
system("xz -dc tests/faults/results.tar.xz > '$image/results.tar'") == 0 or die;
put("$image/identity.json", '{"image": "exec", "emulators": {"bochs-vmx": "none"}}');

make_path("$dir/work");
chdir("$dir/work") or die;
my ($status, $out, $err);

sub bench {
	unlink("$dir/exchange.img", "$dir/payload.img");
	open(my $saved, '>&', \*STDERR);
	open(STDERR, '>', "$dir/err");
	open(my $f, '-|', "$build/exitbench", 'exec', '-i', $image, @_) or die;
	$out = do { local $/; <$f> } // '';
	close($f);
	$status = $? >> 8;
	open(STDERR, '>&', $saved);
	$err = get("$dir/err");
	return $status;
}

sub refused {
	my ($what, $pattern, @args) = @_;
	is(bench('-o', "$dir/refused", @args), 2, "$what: status 2") or diag($err);
	like($err, $pattern, "$what: message");
	is($out, '', "$what: nothing on standard output");
	ok(!-e "$dir/refused" && !-e "$dir/exchange.img", "$what: and nothing was begun");
}

# What is in the disk, as mke2fs' sister sees it.
sub disk { return scalar qx(PATH=\$PATH:/sbin:/usr/sbin debugfs -R '$_[0]' $dir/payload.img 2>/dev/null) }
sub is_brought { like(disk("stat $_[0]"), qr/Type: $_[1]\b/, "$_[0] is brought") }

sub jobs {
	my $text = get("$dir/exchange.img");
	return map { { map { /^([a-z_]+)=(.*)$/ ? ($1, $2) : () } split(/\n/, substr($text, 65536 * $_, 65536)) } } 0, 1;
}

my $program = "int main(void) { return 0; }\n";
put('main.c', $program);
put('lib.c', "int mine(void) { return 7; }\n");
put('uses.c', "int mine(void);\nint main(void) { return mine(); }\n");
system('cc -o dynamic main.c && cc -static -o static main.c && cc -shared -fPIC -o libmine.so lib.c &&' .
       "cc -o uses uses.c -L. -lmine -Wl,-rpath,$dir/work && cc -o lost uses.c -L. -lmine") == 0 or die;

# What can't be.
refused('no command', qr/^exitbench exec: which command is to be measured\?$/m);
refused('no such program', qr/^exitbench: no program "no-such" in PATH$/m, '--', 'no-such');
refused('no such file', qr/\.\/no-such: No such file/, '--', './no-such');
refused('a file that may not be executed', qr/main\.c: Permission denied/, './main.c');
refused('a folder', qr/\.\/: Is a directory/, './');
put('text', "hello\n", 0755);
refused('no program at all', qr/\.\/text: is neither an ELF program nor a script/, './text');
put('script', "#!/no/such/shell\n", 0755);
refused('a script whose interpreter is missing', qr{\./script: its interpreter /no/such/shell is not there}, './script');
put('envscript', "#!/usr/bin/env no-such\n", 0755);
refused("a script for env whose program is missing", qr/no program "no-such" in PATH/, './envscript');
refused('a library that is missing', qr/\.\/lost: its library libmine\.so: cannot open/, './lost');
{
	local $ENV{LD_LIBRARY_PATH} = "$dir/work";
	refused('one that only an environment finds', qr/\.\/lost: its library libmine\.so: cannot open/, './lost');
}
my $foreign = get('static');
substr($foreign, 18, 1) = "\xb7";
put('foreign', $foreign, 0755);
refused('a program for another CPU', qr/\.\/foreign: is a program for another CPU than x86-64/, './foreign');
refused('a --file that lacks a library', qr/lost: its library libmine\.so: cannot open/, '-f', 'lost', './static');
refused('no such --file', qr/nothing\.dat: No such file/, '-f', './nothing.dat', './static');
refused('--file of what is neither here nor in PATH', qr/no program "nothing" in PATH\n.*--file nothing: nor is there a file of that name here$/m, '-f', 'nothing', './static');
refused('a device', qr{/dev/null: is neither a file nor a folder}, '-f', '/dev/null', './static');
truncate(put('big', ''), 57 << 20);
refused('too much', qr/command and files are 5[78] MiB, and the disk .* has room for 56/, '-f', 'big', './static');
make_path('etc');
put('etc/passwd', 'mine');
refused('two files in one place', qr{^exitbench: /etc/passwd would be two things in L2: /etc/passwd and .*/work/etc/passwd$}m,
	'-f', '/etc/passwd', '-f', 'etc/passwd', './static');
refused('no such setting', qr/--setting colour: is not NAME=VALUE of a setting/, '--setting', 'colour=red', './static');
refused('a setting without a value', qr/--setting memory: is not NAME=VALUE/, '--setting', 'memory', './static');
refused('a value that a setting has not', qr/command line: memory = "1" is not a number between 64/, '--setting', 'memory=1', './static');
refused('no such CPU', qr/command line: cpu = 486: bochs-vmx can play: /, '--cpu', '486', './static');
refused('no such platform', qr/command line: no platform "vax"/, '--platform', 'vax', './static');
refused('no such mode', qr/--paging flat: is not one of: tdp shadow both/, '--paging', 'flat', './static');
refused('too many seeds', qr/--seeds = "65" is not a number between 1 and 64/, '--seeds', '65', './static');
refused('a name that is none', qr{--name "a/b" can't be}, '--name', 'a/b', './static');
# With an image, what is missing is the machine's own.
SKIP: {
	skip 'host works here', 2 if qx($build/exitbench doctor 2>&1) =~ /^  host +works/m;
	refused('platform host', qr/platform host does not work here: \S+.*; \S+/, '--platform', 'host', './static');
}
{
	local $ENV{PATH} = '/nowhere';
	refused('nothing in PATH', qr/no program "ls" in PATH/, 'ls');
}

# A dynamically linked program: its libraries and the dynamic linker, under their names here.
is(bench('--paging', 'tdp', '--', './uses', 'a b', ''), 0, 'a program with a library of its own') or diag($err);
is_brought('/uses', 'regular');
is_brought("$dir/work/libmine.so", 'regular');
my ($linker) = qx(readelf -l uses) =~ /interpreter: (\S+)\]/;
is_brought(realpath($linker), 'regular');
is_brought('/lib64', 'symlink') if -l '/lib64';
is_brought('/tmp', 'directory');
my ($first, $second) = jobs();
is($first->{measure}, 'l1', 'the first job is for L1');
like($first->{command}, qr{^/bin/busybox sh -c "[^"]*mount --bind \$system \$r/l2/scratch\.img[^"]*"$}, 'which puts the disk in its place');
is($second->{measure}, 'command', 'the second is the cell');
is($second->{command}, './uses "a b" ""', 'with the words as they were');
is($second->{scratch}, 'ext4', 'and the disk');
is($second->{startup}, '', 'and nothing is taken off');
delete @{$_}{qw(measure command prepare startup points)} for $first, $second;
is_deeply($first, $second, 'all else is the same in both');
my ($record) = glob("data/exec/uses.1/records/*");
is($record, 'data/exec/uses.1/records/bochs-vmx.ept1.uses.s1.json', 'a run of its own, with the record');
my $json = decode_json(get($record));
is($json->{status}, 'ok', 'which is good');
is($json->{workload}{summary}, "./uses 'a b' ''", 'and says what was run');
is($json->{workload}{group}, 'job', 'as a job');
like($json->{identity}{files}, qr/^fnv1a-[0-9a-f]{16}$/, 'and which files it had');
like($out, qr/^uses, ept=1, bochs-vmx, seed 1$/m, 'the result is printed');
like($err, qr/^\[ 1\/1\] bochs-vmx\.ept1\.uses\.s1: ok/m, 'what goes on is on standard error');
is(join(' ', grep { -e "data/exec/uses.1/$_" } qw(lock work)), '', 'and nothing else is left');

# The same files, and another.
bench('--paging', 'tdp', './uses', 'a b', '');
my ($again) = map { decode_json(get($_)) } glob('data/exec/uses.2/records/*');
is($again->{identity}{files}, $json->{identity}{files}, 'the same files are told as such');
put('data.txt', "1\n");
bench('--paging', 'tdp', '-f', 'data.txt', '-f', '/etc/passwd', './uses');
is_brought('/data.txt', 'regular');
is_brought('/etc/passwd', 'regular');
my ($other) = map { decode_json(get($_)) } glob('data/exec/uses.3/records/*');
isnt($other->{identity}{files}, $json->{identity}{files}, 'with another file they are others');

# Scripts.
put('run.sh', "#!/bin/sh\ntrue\n", 0755);
is(bench('--paging', 'tdp', '-f', 'ls', './run.sh'), 0, 'a script');
is_brought(realpath('/bin/sh'), 'regular');
is_brought(realpath('/bin/ls'), 'regular');
put('perl.sh', "#!/usr/bin/env perl\n", 0755);
is(bench('--paging', 'tdp', './perl.sh'), 0, 'a script for env');
is_brought(realpath('/usr/bin/env'), 'regular');
is_brought(realpath($^X), 'regular');

# Folders, links, and programs that are not where L2 looks.
make_path('tree/deep', 'tree/empty', 'bin');
put('tree/deep/file', "x\n");
symlink('deep/file', 'tree/link');
symlink('/no/where', 'tree/dangling');
system('cp', 'dynamic', 'bin/mine') == 0 or die;
system('cp', 'lost', 'tree/deep/lost') == 0 or die;
{
	local $ENV{PATH} = "$ENV{PATH}:$dir/work/bin";
	is(bench('--paging', 'tdp', '-f', 'tree', '-f', 'static', 'mine'), 0, 'a folder; a program of another folder of PATH') or diag($err);
}
is_brought('/tree/deep/file', 'regular');
is_brought('/tree/link', 'regular');
is_brought('/tree/empty', 'directory');
like($err, qr{tree/deep/lost: its library libmine\.so: cannot open}, 'what could not run in a folder is told');
is_brought('/tree/deep/lost', 'regular');
is_brought("$dir/work/bin/mine", 'regular');
is_brought(realpath('/bin') . '/mine', 'symlink');
is_brought(realpath('/bin') . '/static', 'symlink');
is((jobs())[1]{command}, 'mine', 'and it is called by its name');

# Words that no job can say.
is(bench('--paging', 'tdp', 'sh', '-c', 'echo "$1"', 'x', "it's"), 0, 'quotation marks');
like($err, qr/a shell of L2 starts the command/, 'it says what that adds');
is((jobs())[1]{command}, '/bin/busybox sh /.command', 'a script');
my $script = disk('cat /.command');
like($script, qr{^exec /\S*/sh -c 'echo "\$1"' x 'it'\\''s'\n\z}, "which has the words, and a path, for that shell's own commands are others");
put('.command', $script);
is(scalar qx(sh ./.command), "it's\n", 'and does what was asked for');
for my $word ("a\nb", "\xff", '{point}', 'x' x 2000, "\t") {
	bench('--paging', 'tdp', './static', $word);
	is((jobs())[1]{command}, '/bin/busybox sh /.command', sprintf('a word such as %.8s', $word =~ s/[^ -~]/?/gr));
}
is(bench('--paging', 'tdp', '--name', 'mine-2', '-o', "$dir/a b,c", './static', 'a\\b', "\xc3\xa4"), 0, 'a name, and a folder');
ok(-s "$dir/a b,c/records/bochs-vmx.ept1.mine-2.s1.json", 'are taken');
is((jobs())[1]{command}, "./static a\\b \xc3\xa4", 'text needs no script');

# A static program brings itself alone.
is(bench('--paging', 'tdp', './static'), 0, 'a static program');
unlike(disk('ls -p /usr'), qr{/lib/}, 'needs no library');

# A cell that fails, and one that can't be.
put("$image/behaviour", 'l1-panic');
is(bench('--paging', 'tdp', './static'), 1, 'a cell that fails: status 1');
like($err, qr/failed in 1 of 1 cells/, 'with a message');
unlink("$image/behaviour");
is(bench('-i', "$dir/nowhere", '--name', 'none', './static'), 2, 'no image: status 2');
like($err, qr{/nowhere/identity\.json: .*'make image' builds one}, 'with a message');
is(join(' ', glob('data/exec/none.*')), '', 'and no folder is left');

chdir($top);
done_testing();
