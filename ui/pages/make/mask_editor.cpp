#include "ui/pages/make/mask_editor.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

QToolButton* tool(const QString& text, const QString& tip) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(tip);
  button->setProperty("framed", true);
  return button;
}

/// A name and its field on one line, as one widget that wraps with others.
QWidget* named(const QString& name, QWidget* field) {
  auto* pair = new QWidget;
  auto* label = new QLabel(name);
  label->setBuddy(field);
  auto* row = new QHBoxLayout(pair);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(label);
  row->addWidget(field);
  return pair;
}

/// In a flow all stand at the top of their line: equal heights bring them to the middle.
void evenOut(QWidget& widget) { widget.setFixedHeight(2 * widget.fontMetrics().height()); }

}  // namespace

MaskEditor::MaskEditor(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent),
      rules_(rules),
      canvas_(new MaskCanvas),
      brush_(new QSlider(Qt::Horizontal)),
      paint_(tool(tr("Paint"), tr("Paint what is to be made anew"))),
      erase_(tool(tr("Erase"), tr("Take paint away; the right mouse button always does"))),
      undo_(tool(tr("Undo"), tr("Take the last stroke back (Ctrl+Z)"))),
      clear_(tool(tr("Clear"), tr("Take all paint away"))),
      invert_(tool(tr("Invert"), tr("Paint what is not, and the other way round"))),
      blur_(new QSpinBox),
      maskedOnly_(new QCheckBox(tr("Only the masked area"))),
      padding_(new QSpinBox),
      done_(new QPushButton(tr("Done"))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::kSpacing);
  column->addWidget(makeTools());
  column->addWidget(canvas_, 1);
  column->addWidget(makeOptions());
  connect(canvas_, &MaskCanvas::maskChanged, this, [this] {
    painting_ = true;
    rules_.paintMask(canvas_->mask());
    painting_ = false;
    shown_ = rules_.settings().picture.mask;
    refresh();
  });
  connect(canvas_, &MaskCanvas::brushChanged, brush_, &QSlider::setValue);
  connect(brush_, &QSlider::valueChanged, canvas_, &MaskCanvas::setBrush);
  connect(undo_, &QToolButton::clicked, canvas_, &MaskCanvas::undo);
  connect(clear_, &QToolButton::clicked, canvas_, &MaskCanvas::clear);
  connect(invert_, &QToolButton::clicked, canvas_, &MaskCanvas::invert);
  connect(paint_, &QToolButton::clicked, this, [this] { canvas_->setTool(MaskCanvas::Tool::paint); });
  connect(erase_, &QToolButton::clicked, this, [this] { canvas_->setTool(MaskCanvas::Tool::erase); });
  connect(done_, &QPushButton::clicked, this, &MaskEditor::done);
  connect(blur_, &QSpinBox::valueChanged, this, [this](int blur) { change([blur](api::PictureOptions& o) { o.mask_blur = blur; }); });
  connect(padding_, &QSpinBox::valueChanged, this,
          [this](int pixels) { change([pixels](api::PictureOptions& o) { o.mask_padding = pixels; }); });
  connect(maskedOnly_, &QCheckBox::clicked, this, [this](bool on) { change([on](api::PictureOptions& o) { o.masked_only = on; }); });
  connect(&rules_, &MakeViewModel::settingsChanged, this, [this] {
    if (isVisible() && !painting_) refresh();
  });
  connect(&rules_.start(), &StartPicture::changed, this, [this] {
    if (isVisible()) Q_EMIT done();  // another picture: this mask is not its own
  });
  setFocusProxy(canvas_);
}

QWidget* MaskEditor::makeTools() {
  brush_->setRange(1, 60);
  brush_->setValue(canvas_->brush());
  brush_->setFixedWidth(120);
  brush_->setAccessibleName(tr("Size of the brush"));
  brush_->setToolTip(tr("Size of the brush; the wheel over the picture changes it too"));
  auto* group = new QButtonGroup(this);
  for (QToolButton* each : {paint_, erase_}) {
    each->setCheckable(true);
    group->addButton(each);
  }
  paint_->setChecked(true);
  done_->setToolTip(tr("Back to the pictures; the mask is kept"));
  auto* made = new QWidget;
  auto* flow = new FlowLayout(made, theme::kSpacing);
  for (QWidget* each : std::initializer_list<QWidget*>{paint_, erase_, brush_, undo_, clear_, invert_, done_}) {
    flow->addWidget(each);
    evenOut(*each);
  }
  return made;
}

QWidget* MaskEditor::makeOptions() {
  api::PictureOptions limits;
  api::fields(limits, [this](const api::Field& field, auto&) {
    if (field.key == "mask_blur") blur_->setMaximum(static_cast<int>(field.maximum));
    if (field.key == "mask_padding") padding_->setMaximum(static_cast<int>(field.maximum));
  });
  for (QSpinBox* box : {blur_, padding_}) box->setSuffix(QLatin1Char(' ') + tr("px"));
  blur_->setAccessibleName(tr("Soft edge"));
  blur_->setToolTip(tr("How softly the new part meets the old (mask blur)"));
  maskedOnly_->setToolTip(tr("Makes the painted part alone, at full size, and puts it back: finer faces and hands in a large picture"));
  padding_->setAccessibleName(tr("Surroundings"));
  padding_->setToolTip(tr("How much around the painted part is looked at"));
  auto* made = new QWidget;
  auto* flow = new FlowLayout(made, theme::kMargin);
  flow->addWidget(named(tr("Soft edge"), blur_));
  flow->addWidget(maskedOnly_);
  flow->addWidget(named(tr("Surroundings"), padding_));
  for (QWidget* each : std::initializer_list<QWidget*>{blur_, maskedOnly_, padding_}) evenOut(*each);
  WheelGuard::protectAll(made);
  return made;
}

template <class Change>
void MaskEditor::change(Change&& with) {
  MakeSettings next = rules_.settings();
  with(next.picture);
  rules_.change(next);
}

void MaskEditor::open() {
  const std::string& mask = rules_.settings().picture.mask;
  canvas_->setPicture(rules_.start().image());
  if (!mask.empty()) canvas_->setMask(QImage(toQString(mask)));
  shown_ = mask;
  refresh();
}

void MaskEditor::refresh() {
  const api::PictureOptions& now = rules_.settings().picture;
  if (now.init.empty() || canvas_->mask().isNull()) return Q_EMIT done();
  if (now.mask != shown_) return open();  // settings of another picture were taken over
  if (blur_->value() != now.mask_blur) blur_->setValue(now.mask_blur);
  if (padding_->value() != now.mask_padding) padding_->setValue(now.mask_padding);
  maskedOnly_->setChecked(now.masked_only);
  padding_->parentWidget()->setVisible(now.masked_only);
  undo_->setEnabled(canvas_->canUndo());
  clear_->setEnabled(!canvas_->isEmpty());
}

}  // namespace likeness::ui
