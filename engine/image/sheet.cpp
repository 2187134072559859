#include "engine/image/sheet.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "engine/base/error.h"
#include "engine/image/resize.h"

namespace likeness::image {
namespace {

constexpr int gap = 4, line_height = 24, longest_label = 32;
constexpr int font = cv::FONT_HERSHEY_SIMPLEX;
constexpr double font_scale = 0.5;

/// What the font has; the rest of a name is shortened.
std::string drawable(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) plain += c;
    else if (byte >= 0xc0 || byte < 0x20) plain += '?';  // the first byte of a character stands for it
  }
  return plain.size() <= longest_label ? plain : plain.substr(0, longest_label - 3) + "...";
}

int width_of(const std::string& text) { return cv::getTextSize(drawable(text), font, font_scale, 1, nullptr).width; }

void write_text(cv::Mat& sheet, const std::string& text, int x, int y) {
  cv::putText(sheet, drawable(text), {x, y + 17}, font, font_scale, {30, 30, 30}, 1, cv::LINE_AA);
}

struct Measures {
  int cell_width = 0, cell_height = 0, columns = 0, rows = 0, blocks = 1;
  int margin_left = gap, margin_above = gap, heading = 0;

  int block_height() const { return heading + margin_above + rows * (cell_height + gap); }
  int width() const { return margin_left + columns * (cell_width + gap); }
  int height() const { return blocks * block_height(); }
};

Measures measure(const Sheet& sheet) {
  Measures m;
  m.columns = sheet.columns;
  m.blocks = std::max<int>(1, static_cast<int>(sheet.blocks.size()));
  const int cells = static_cast<int>(sheet.cells.size());
  if (m.columns < 1 || cells == 0 || cells % m.blocks != 0) throw Error(ErrorKind::internal, "A sheet needs whole blocks of cells.");
  m.rows = (cells / m.blocks + m.columns - 1) / m.columns;
  for (const Picture& cell : sheet.cells) {
    m.cell_width = std::max(m.cell_width, cell.width);
    m.cell_height = std::max(m.cell_height, cell.height);
  }
  for (const std::string& label : sheet.left) m.margin_left = std::max(m.margin_left, width_of(label) + 3 * gap);
  for (const std::string& label : sheet.above) m.cell_width = std::max(m.cell_width, width_of(label) + gap);
  if (!sheet.above.empty()) m.margin_above = line_height;
  if (!sheet.blocks.empty()) m.heading = line_height;
  return m;
}

/// Cells small enough for the sheet to stay a picture that can be read again.
void shrink(Sheet& sheet, Measures& m) {
  while (m.width() > max_side || m.height() > max_side || static_cast<std::int64_t>(m.width()) * m.height() > max_pixels) {
    for (Picture& cell : sheet.cells) cell = resize(cell, std::max(1, cell.width * 3 / 4), std::max(1, cell.height * 3 / 4));
    const Measures smaller = measure(sheet);
    if (smaller.cell_width == m.cell_width && smaller.cell_height == m.cell_height)
      throw Error(ErrorKind::bad_input, "grid: too many pictures for one sheet", "Use fewer values.");
    m = smaller;
  }
}

}  // namespace

Picture make_sheet(const Sheet& given) {
  Sheet sheet = given;
  Measures m = measure(sheet);
  shrink(sheet, m);
  Picture result{m.width(), m.height(), {}};
  result.rgb.resize(3 * static_cast<std::size_t>(m.width()) * static_cast<std::size_t>(m.height()), 255);
  cv::Mat canvas(m.height(), m.width(), CV_8UC3, result.rgb.data());
  for (int block = 0; block < m.blocks; ++block) {
    const int top = block * m.block_height();
    if (!sheet.blocks.empty()) write_text(canvas, sheet.blocks[static_cast<std::size_t>(block)], gap, top);
    for (std::size_t c = 0; c < sheet.above.size(); ++c)
      write_text(canvas, sheet.above[c], m.margin_left + static_cast<int>(c) * (m.cell_width + gap), top + m.heading);
    for (std::size_t r = 0; r < sheet.left.size(); ++r)
      write_text(canvas, sheet.left[r], gap,
                 top + m.heading + m.margin_above + static_cast<int>(r) * (m.cell_height + gap) + (m.cell_height - line_height) / 2);
  }
  const int per_block = static_cast<int>(sheet.cells.size()) / m.blocks;
  for (int i = 0; i < static_cast<int>(sheet.cells.size()); ++i) {
    const Picture& cell = sheet.cells[static_cast<std::size_t>(i)];
    const int inside = i % per_block, top = i / per_block * m.block_height() + m.heading + m.margin_above;
    const int x = m.margin_left + inside % m.columns * (m.cell_width + gap) + (m.cell_width - cell.width) / 2;
    const int y = top + inside / m.columns * (m.cell_height + gap) + (m.cell_height - cell.height) / 2;
    const cv::Mat pixels(cell.height, cell.width, CV_8UC3, const_cast<std::uint8_t*>(cell.rgb.data()));
    pixels.copyTo(canvas(cv::Rect(x, y, cell.width, cell.height)));
  }
  return result;
}

}  // namespace likeness::image
