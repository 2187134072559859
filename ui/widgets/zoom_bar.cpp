#include "ui/widgets/zoom_bar.h"

#include <cmath>

#include <QHBoxLayout>

#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr double kStep = 1.25;

}  // namespace

ZoomBar::ZoomBar(ImageView& view, QWidget* parent) : QWidget(parent), view_(view), percent_(new QLabel) {
  fit_ = button(QStringLiteral("zoom-fit"), tr("Fit the picture"), QStringLiteral("0"));
  actual_ = button({}, tr("Actual pixels"), QStringLiteral("1"));
  actual_->setText(QStringLiteral("1:1"));
  for (QToolButton* toggle : {fit_, actual_}) toggle->setCheckable(true);
  QToolButton* smaller = button(QStringLiteral("zoom-out"), tr("Zoom out"), QStringLiteral("-"));
  QToolButton* larger = button(QStringLiteral("zoom-in"), tr("Zoom in"), QStringLiteral("+"));
  percent_->setProperty("role", QStringLiteral("caption"));
  percent_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  percent_->setMinimumWidth(percent_->fontMetrics().horizontalAdvance(QStringLiteral("3200 %")));
  percent_->setAccessibleName(tr("Zoom"));

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(percent_);
  row->addSpacing(theme::kSpacing);
  for (QToolButton* each : {smaller, larger, fit_, actual_}) row->addWidget(each);

  connect(smaller, &QToolButton::clicked, &view_, [this] { view_.zoomBy(1 / kStep); });
  connect(larger, &QToolButton::clicked, &view_, [this] { view_.zoomBy(kStep); });
  connect(fit_, &QToolButton::clicked, &view_, &ImageView::fit);
  connect(actual_, &QToolButton::clicked, &view_, &ImageView::actualPixels);
  connect(&view_, &ImageView::zoomChanged, this, &ZoomBar::refresh);
  refresh();
}

QToolButton* ZoomBar::button(const QString& icon, const QString& name, const QString& key) {
  auto* made = new QToolButton;
  if (!icon.isEmpty()) made->setIcon(theme::icon(icon));
  made->setAutoRaise(true);
  made->setFocusPolicy(Qt::TabFocus);
  made->setAccessibleName(name);
  made->setToolTip(tr("%1 (key %2 on the picture)").arg(name, key));
  return made;
}

void ZoomBar::refresh() {
  percent_->setText(tr("%1 %").arg(std::lround(view_.zoom() * 100)));
  fit_->setChecked(view_.isFitted());
  actual_->setChecked(!view_.isFitted() && view_.zoom() == 1);
}

}  // namespace likeness::ui
