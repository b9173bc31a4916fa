#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report as pages: each all in one file, well-formed, and harmless whatever a record says.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP ();
use Test::More;

# Each chart that the documents link to, as an SVG of the same few ids.
sub draw_charts
{
	my ($run) = @_;
	my %charts;

	is((exitreport('report', $run))[0], 0, "$run: the report in Markdown");
	for my $document ("$run/REPORT.md", glob("$run/report/*.md")) {
		my @links = slurp($document) =~ /^!\[.*\]\((\S*\.svg)\)$/mg;
		$charts{page_of($document)} = @links;
		s{^(\.\./)?}{$run/} for @links;
		draw_chart($_) for @links;
	}
	return %charts;
}

# The page that a document becomes.
sub page_of
{
	my ($document) = @_;
	my $name = basename($document, '.md');

	return $name eq 'REPORT' ? 'index.html' : "$name.html";
}

sub draw_chart
{
	my ($path) = @_;

	make_path(dirname($path));
	(my $text = $path) =~ s/</&lt;/g;
	write_text($path, "<svg viewBox='0 0 10 5' font-size=\"12\" xmlns='http://www.w3.org/2000/svg' " .
		   "xmlns:xlink='http://www.w3.org/1999/xlink'><desc>$text</desc><style>a{}</style><defs>" .
		   "<path id='point' d='M0,0 h1'/></defs><use xlink:href='#point'/></svg>\n");
}

sub xpath
{
	my ($file, $path) = @_;
	my $is = `xmllint --xpath "$path" $file 2>&1`;

	chomp($is);
	return $is;
}

# What holds for every page.
sub check_page
{
	my ($file, $name) = @_;
	my $page = slurp($file);
	my @ids = $page =~ /\sid="([^"]*)"/g;
	my %has = map { $_ => 1 } @ids;

	is(`xmllint --nonet --noout $file 2>&1`, '', "$name: well-formed");
	is(scalar(keys %has), scalar(@ids), "$name: no id is there twice");
	is(join(' ', grep { !$has{$_} } $page =~ /\shref="#([^"]*)"/g), '',
	   "$name: all anchors that are linked to are there");
	is(join(' ', grep { !$has{$_} } $page =~ /aria-labelledby="([^"]*)"/g), '',
	   "$name: all charts have a name");
	is(xpath($file, 'count(//script | //img | //iframe | //object | //link | //image)'), 0,
	   "$name: nothing is loaded, nothing runs");
	is(xpath($file, "count(//\@*[starts-with(name(), 'on') or name() = 'src'])"), 0,
	   "$name: not by an attribute either");
	unlike($page, qr/<a [^>]*href="(?!#)(?!records\/)[^"]*example/, "$name: no record makes a link");
	unlike($page, qr/url\((?!#)|\@import/, "$name: nor by the style");
	my @levels = $page =~ /<h(\d)/g;
	is($levels[0], 1, "$name: the first heading is the page's");
	is(scalar(grep { $levels[$_] == 1 || $levels[$_] > $levels[$_ - 1] + 1 } 1 .. $#levels), 0,
	   "$name: no level of headings is left out");
}

make_path('run/records');
copy($_, 'run/records') or die for glob("$Bin/records/*");
copy("$Bin/run.json", 'run') or die;
my %charts = draw_charts('run');
is((exitreport('report', 'run', '--html', 'run/html'))[0], 0, 'pages');
# As many of each as the Markdown has.
my @pages = map { page_of($_) } 'run/REPORT.md', glob('run/report/*.md');
is(join(' ', sort @pages), join(' ', sort map { basename($_) } glob('run/html/*')), 'a page for each document');
for my $document ('run/REPORT.md', glob('run/report/*.md')) {
	my $page = 'run/html/' . page_of($document);
	my $markdown = slurp($document);

	check_page($page, $page);
	is(xpath($page, 'count(//main//h2)'), scalar(() = $markdown =~ /^## /mg), "$page: all sections");
	is(xpath($page, 'count(//table)'), scalar(() = $markdown =~ /^\| :?-+:? \|/mg), "$page: all tables");
	is(xpath($page, 'count(//tbody/tr/th[1])'), xpath($page, 'count(//tbody/tr)'),
	   "$page: the first cell of a row names it");
	is(xpath($page, "count(//nav//a[starts-with(\@href, '#')])"), scalar(() = $markdown =~ /^##* /mg),
	   "$page: contents of all headings");
	is(xpath($page, "count(//nav//a[not(starts-with(\@href, '#'))])"), @pages - 1, "$page: and of all other pages");
	is(xpath($page, "string(//nav//a[\@aria-current='page'])"), xpath($page, 'string(//title)'),
	   "$page: which shows where one is");
	is(join(' ', grep { !-e "run/html/$_" } slurp($page) =~ /href="([\w.-]+\.html)/g), '',
	   "$page: every other page that it leads to is there");
	is(xpath($page, 'count(//figure//svg)'), $charts{basename($page)}, "$page: all charts");
	my ($style) = slurp($page) =~ /<style>\n(.*?)<\/style>/s;
	like($style, qr/^\Q${\slurp("$Bin\/..\/..\/analysis\/page\/page.css")}\E\@media screen and /, "$page: the style");
	like($style, qr/^svg \[fill="#0072b2"\]\{fill:#/m, "$page: dark shades of its charts");
	is(scalar(() = slurp($page) =~ /<style/g), 1, "$page: and none of their own");
}

# A chart for narrow screens is in the page as well.
my ($chart) = glob('run/charts/*.svg');
(my $small = $chart) =~ s/svg$/narrow.svg/;
draw_chart($small);
my @before = map { slurp($_) =~ /<svg/g } glob('run/html/*');
exitreport('report', 'run', '--html', 'run/html');
my @after = map { slurp($_) =~ /<svg/g } glob('run/html/*');
cmp_ok(scalar @after, '>', scalar @before, 'a chart for narrow screens is beside the wide one');
check_page($_, "$_, with a narrow chart") for glob('run/html/*');
unlink($small) or die;

exitreport('report', 'run', '--html', 'run/html');
my $first = slurp('run/html/index.html');
exitreport('report', 'run', '--html', 'run/html');
is(slurp('run/html/index.html'), $first, 'the same twice');
make_path('elsewhere');
is((exitreport('report', 'run', '--html', 'elsewhere/pages'))[0], 0, 'pages in another folder');
is(xpath('elsewhere/pages/index.html', 'count(//figure//svg)'), $charts{'index.html'}, 'have all charts');
write_text('elsewhere/pages/detail.html', 'old');
write_text('elsewhere/pages/notes.html', 'mine');
exitreport('report', 'run', '--html', 'elsewhere/pages');
ok(!-e 'elsewhere/pages/detail.html', 'a page of an earlier report goes');
ok(-e 'elsewhere/pages/notes.html', 'what is none stays');
is((exitreport('report', 'run', '-o', 'both/R.md', '--html', 'both/html'))[0], 1, 'a folder that is not there');
make_path('both');
is((exitreport('report', 'run', '-o', 'both/R.md', '--html', 'both/html'))[0], 0, 'Markdown and pages at once');
exitreport('report', 'run', '-o', 'both/alone.md');
is(slurp('both/R.md') =~ s/R\.md/alone.md/gr, slurp('both/alone.md'), 'are the same Markdown');
exitreport('report', 'run', '--html', 'both/pages');
is(slurp("both/html/$_"), slurp("both/pages/$_"), "and the same page $_") for map { basename($_) } glob('both/pages/*');

# Records that would have their way with the page.
my $evil = "<script>alert(1)</script> ![i](http://example.org/i.svg) [l](javascript:x) </style> " .
	   "**bold** &lt; \x{7c} \"q\" <img src=x onerror=y>\n## heading";
sub make_evil
{
	my ($r) = @_;

	$r->{workload}{$_} = $evil for qw(summary operations);
	$r->{identity}{$evil} = $evil;
	$r->{error} = $evil;
	return $r;
}

my $failed = make_evil(cell(from => 'bochs-vmx.ept1.boot.s1', workload => 'failed'));
$failed->{status} = 'failed';
run_of('evil', $failed, map { make_evil(cell(from => "bochs-vmx.$_.fork.s1")) } qw(ept1 ept0));
draw_charts('evil');
is((exitreport('report', 'evil', '--html', 'evil/html'))[0], 0, 'a run with evil records');
check_page($_, "evil records: $_") for glob('evil/html/*');
my $shown = '&lt;script&gt;alert(1)&lt;/script&gt; ![i](http://example.org/i.svg) ' .
	    '[l](javascript:x) &lt;/style&gt; **bold** &amp;lt; | "q" ' .
	    '&lt;img src=x onerror=y&gt; ## heading';
my $times = () = join('', map { slurp($_) } glob('evil/html/*')) =~ /\Q$shown\E/g;
is($times, 5, 'evil records: all of their text shows as it is');

# Names have no escapes: an evil one is none.
run_of('named', cell(from => 'bochs-vmx.ept1.boot.s1'));
draw_charts('named');
for my $r (map { cell(from => "bochs-vmx.$_.fork.s1", workload => '<script>x<') } qw(ept1 ept0)) {
	write_text("named/records/$r->{cell}{id}.json", JSON::PP->new->encode($r));
}
is((exitreport('report', 'named', '--html', 'named/html'))[0], 1, 'an evil name: status');
check_page($_, "an evil name: $_") for glob('named/html/*');

# What can't be a page leaves all old ones as they are.
sub keeps
{
	my ($name, $pattern) = @_;
	my @all = glob('run/html/*');

	write_text($_, 'old') for @all;
	refuse(1, $name, $pattern, 'report', 'run', '--html', 'run/html');
	is(join(' ', grep { slurp($_) ne 'old' } @all), '', "$name: the old pages are left alone");
	is(join(' ', glob('run/html/*.tmp')), '', "$name: no temporary file");
}

my ($last) = grep { slurp('run/REPORT.md') . join('', map { slurp($_) } glob('run/report/*')) =~ /\Q$_\E/ }
	map { basename($_) } glob('run/charts/*.svg');
$last = "run/charts/$last";
write_text($last, "<svg viewBox='0 0 1 1'><g>");
keeps('a chart that ends early', qr/\Q${\basename($last)}\E: not a chart; draw the charts again/);
write_text($last, "<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>");
keeps('a chart with a script', qr/\Q${\basename($last)}\E: not a chart; draw the charts again/);
{
	local $ENV{PATH} = '/nowhere';
	keeps('no pandoc', qr/pandoc: not found; install pandoc/);
}
unlink($last) or die;
keeps('a chart that is missing',
      qr/read \S*\Q${\basename($last)}\E: No such file or directory; draw the charts again: 'exitreport charts RUN'/);
is((exitreport('report', 'run'))[0], 0, 'a chart that is missing: Markdown only links to it');
{
	local $ENV{EXITMETER_ANALYSIS} = 'half';
	make_path('half', 'data');
	symlink("$Bin/../../data/published", 'data/published') or die;
	for my $folder (grep { -d && !/\/page$/ } glob("$Bin/../../analysis/*")) {
		symlink($folder, 'half/' . basename($folder)) or die;
	}
	keeps('no style', qr/read half\/page\/page.css: No such file.*EXITMETER_ANALYSIS must be/);
}

SKIP: {
	skip('no gnuplot', 1) if system('command -v gnuplot > /dev/null');
	# Of one mode alone there is no heat map.
	run_of('alone', cell(from => 'bochs-vmx.ept1.fork.s1'));
	is((exitreport('charts', 'alone'))[0], 0, 'one mode: charts');
	is((exitreport('report', 'alone', '--html', 'alone/html'))[0], 0, 'one mode: pages of them');
	remove_tree('run/charts');
	is((exitreport('charts', 'run'))[0], 0, "gnuplot's charts");
	is((exitreport('report', 'run', '--html', 'run/html'))[0], 0, "pages of gnuplot's charts");
	check_page($_, "gnuplot's charts: $_") for glob('run/html/*');
	# Whatever a chart is drawn with, it has a shade for dark pages.
	my %dark = map { $_ => 1 } slurp('run/html/index.html') =~ /^svg \[(?:fill|stroke)="(#\w+)"\]/mg;
	my %drawn = map { $_ => 1 } map { slurp($_) =~ /(?:fill|stroke)="(#\w+)"/g } glob('run/charts/*.svg');
	cmp_ok(scalar(keys %drawn), '>', 10, "gnuplot's charts have colours");
	is(join(' ', grep { !$dark{$_} } sort keys %drawn), '', 'all of which are in the palette');
}

done_testing();
