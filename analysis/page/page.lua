-- SPDX-License-Identifier: GPL-2.0
-- A document as a page, beyond what pandoc does by itself: charts are drawn in the page, tables
-- scroll on their own, contents lead to the other pages and show where one is, nothing is loaded.
-- From the environment: PAGE_FOLDER, which the document's links start from; PAGE_STYLE; PAGE_BEFORE and
-- PAGE_BEHIND, the entries of the contents for the pages before and behind this one.  Metadata would be
-- known only to a filter that comes second, and each one walks through the whole document.

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
local advice = "; draw the charts again: 'exitreport charts RUN'\n"
local folder, style = os.getenv("PAGE_FOLDER"), os.getenv("PAGE_STYLE")
local before, behind = os.getenv("PAGE_BEFORE"), os.getenv("PAGE_BEHIND")
local headings = {}
local nr_charts = 0

local function html(text)
	return pandoc.RawBlock("html", text)
end

local function escaped(text)
	return (text:gsub('[&<>"]', escapes))
end

local function fail(...)
	io.stderr:write("exitreport: ", ...)
	os.exit(1)
end

-- The ids of a chart are its own: prefixed, they are unique in the page.
local function drawing(path, text, name)
	local attributes, inside = text:match("<svg([^>]*)>(.*)</svg>")
	-- The page's own style has all rules of theirs.
	inside = inside and inside:gsub("<style>.-</style>%s*", "")
	local width = attributes and attributes:match("viewBox=[\"']%s*[%d.-]+ [%d.-]+ ([%d.]+)")
	if not width or inside:find("<script") or inside:find("<image") or inside:find("<foreignObject") then
		fail(path, ": not a chart", advice)
	end
	nr_charts = nr_charts + 1
	local prefix = "chart" .. nr_charts .. "-"
	inside = inside:gsub("xlink:href", "href"):gsub("(%sid=[\"'])", "%1" .. prefix):gsub("(href=[\"']#)", "%1" .. prefix)
		:gsub("(url%([\"']?#)", "%1" .. prefix)
	local box = text:match("viewBox=[\"'][^\"']*[\"']")
	local root = (attributes:match('font%-family="[^"]*"') or "") .. " " ..
		(attributes:match('font%-size="[^"]*"') or "") .. " " ..
		(attributes:match('stroke%-linejoin="[^"]*"') or "")
	return string.format('<svg role="img" aria-label="%s" %s %s style="--width: %spx">%s</svg>',
			     name, box, root, width, inside)
end

local function read(path)
	local file, err = io.open(path)
	if not file then
		return nil, err
	end
	local text = file:read("a")
	file:close()
	return text
end

-- A chart, and the same for narrow screens if there is one: the style shows one of them.
local function drawings(path, name)
	local text, err = read(path)
	if not text then
		fail("read ", err, advice)
	end
	local small = path:gsub("%.svg$", ".narrow.svg")
	local narrow = read(small)
	local out = '<div class="scroll wide" tabindex="0">' .. drawing(path, text, name) .. "</div>"
	if not narrow then
		return (out:gsub(" wide", "", 1))
	end
	return out .. '<div class="narrow">' .. drawing(small, narrow, name) .. "</div>"
end

-- HTML in a report is what a record says: text.
local function RawBlock(block)
	return pandoc.Para({ pandoc.Str(block.text) })
end

local function RawInline(inline)
	return pandoc.Str(inline.text)
end

-- An image would have to be loaded: it is a link, if not a figure.  Inlines come before blocks.
local function Image(image)
	return pandoc.Link(image.caption, image.src, "", pandoc.Attr("", { "image" }))
end

-- A paragraph that is an image is a figure.
local function Para(block)
	local image = block.content[1]
	if #block.content ~= 1 or image.t ~= "Link" or not image.classes:includes("image") then
		return nil
	end
	local name = escaped(pandoc.utils.stringify(image.content))
	return html("<figure>" .. drawings(pandoc.path.join({ folder, image.target }), name) ..
		    "<figcaption>" .. name .. "</figcaption></figure>")
end

-- The first column names the row, and stays when the others scroll.
local function Table(block)
	for _, body in ipairs(block.bodies) do
		body.row_head_columns = 1
	end
	return { html('<div class="scroll" tabindex="0">'), block, html("</div>") }
end

local function Header(heading)
	table.insert(headings, { level = heading.level, id = heading.identifier,
				 text = escaped(pandoc.utils.stringify(heading.content)) })
	local attributes = pandoc.Attr("", { "anchor" }, { { "aria-hidden", "true" }, { "tabindex", "-1" } })
	heading.content:insert(pandoc.Link("#", "#" .. heading.identifier, "", attributes))
	return heading
end

-- Of links with a scheme only those of the web are links.
local function Link(link)
	if link.target:match("^%a[%w+.-]*:") and not link.target:match("^https?:") then
		return link.content
	end
	return nil
end

-- A section of the contents, with what is below it; returns the next heading's index.
local function section(out, i)
	local h = headings[i]
	local link = '<a href="#' .. escaped(h.id) .. '">' .. h.text .. "</a>"
	if not headings[i + 1] or headings[i + 1].level <= h.level then
		table.insert(out, "<li>" .. link .. "</li>")
		return i + 1
	end
	table.insert(out, "<li><details><summary>" .. link .. "</summary><ul>")
	i = i + 1
	while headings[i] and headings[i].level > h.level do
		i = section(out, i)
	end
	table.insert(out, "</ul></details></li>")
	return i
end

local function contents()
	local out, i = {}, 1
	while headings[i] do
		-- The title is above all, and the page's.
		i = headings[i].level == 1 and i + 1 or section(out, i)
	end
	return table.concat(out, "\n")
end

-- The policy is a second lock: whatever a record says, nothing is loaded and no script runs.
local head = [[
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>%s</title>
<style>
%s</style>
</head>
<body id="page.top">
<nav aria-label="Contents">
<input type="checkbox" id="page.contents"/>
<label for="page.contents">%s</label>
<ul>
%s<li><a href="#page.top" aria-current="page">%s</a>
<ul>
%s
</ul></li>
%s</ul>
</nav>
<main>]]
local foot = [[
</main>
</body>
</html>]]

local function Pandoc(doc)
	local title = headings[1] and headings[1].text or "Report"
	doc.blocks = pandoc.utils.make_sections(false, nil, doc.blocks)
	doc.blocks:insert(1, html(string.format(head, title, style, title, before, title, contents(), behind)))
	doc.blocks:insert(html(foot))
	return doc
end

return {
	{
		RawInline = RawInline, Image = Image, Link = Link,
		RawBlock = RawBlock, Para = Para, Table = Table, Header = Header,
		Pandoc = Pandoc,
	},
}
