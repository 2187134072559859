#include "ui/pages/make/start_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/theme.h"

namespace likeness::ui {
namespace {

constexpr int kPicture = 64;

}  // namespace

StartPanel::StartPanel(MakeViewModel& rules, QWidget* parent)
    : QWidget(parent),
      rules_(rules),
      choose_(new QPushButton(theme::icon(QStringLiteral("photo")), tr("Start from a picture …"))),
      picture_(new QLabel),
      name_(new ElidedLabel),
      paint_(new QPushButton),
      remove_(new QToolButton),
      change_(new ShareControl(tr("How much may change"))),
      chosen_(makeChosen()) {
  choose_->setToolTip(tr("A picture or sketch to work from instead of noise alone; it can also be dropped on this page"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(choose_);
  column->addWidget(chosen_);
  connect(choose_, &QPushButton::clicked, this, &StartPanel::ask);
  connect(paint_, &QPushButton::clicked, this, &StartPanel::paintRequested);
  connect(remove_, &QToolButton::clicked, this, [this] { rules_.startFrom({}); });
  connect(change_, &ShareControl::shareChosen, this, [this](double share) {
    MakeSettings next = rules_.settings();
    next.picture.strength = share;
    rules_.change(next);
  });
  connect(&rules_, &MakeViewModel::settingsChanged, this, &StartPanel::refresh);
  connect(&rules_.start(), &StartPicture::changed, this, &StartPanel::refresh);
  refresh();
}

QWidget* StartPanel::makeChosen() {
  picture_->setFixedSize(kPicture, kPicture);
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setProperty("picture", true);
  picture_->setAccessibleName(tr("Start picture"));
  paint_->setToolTip(tr("Paint over what is to be made anew; the rest stays as it is (inpainting)"));
  remove_->setIcon(theme::icon(QStringLiteral("remove")));
  remove_->setAutoRaise(true);
  remove_->setAccessibleName(tr("Do not start from this picture"));
  remove_->setToolTip(tr("Start from noise alone again"));
  change_->setToolTip(tr("Little keeps the picture and changes its surface, much keeps only its mood (denoising strength)"));
  auto* caption = new QLabel(tr("How much may change"));
  caption->setProperty("role", QStringLiteral("caption"));
  auto* made = new QWidget;
  auto* grid = new QGridLayout(made);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::kSpacing);
  grid->setVerticalSpacing(4);
  grid->addWidget(picture_, 0, 0, 2, 1);
  grid->addWidget(name_, 0, 1);
  grid->addWidget(remove_, 0, 2);
  grid->addWidget(paint_, 1, 1, 1, 2);
  grid->addWidget(caption, 2, 0, 1, 3);
  grid->addWidget(change_, 3, 0, 1, 3);
  grid->setColumnStretch(1, 1);
  return made;
}

void StartPanel::ask() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Start from a picture …"), {},
                                                    tr("Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp *.heic *.avif)"));
  if (!file.isEmpty()) rules_.startFrom(file);
}

void StartPanel::refresh() {
  const api::PictureOptions& now = rules_.settings().picture;
  const bool any = !now.init.empty();
  choose_->setVisible(!any);
  chosen_->setVisible(any);
  if (!any) return;
  const QImage& image = rules_.start().image();
  name_->setText(QFileInfo(toQString(now.init)).fileName());
  picture_->setPixmap(image.isNull() ? QPixmap()
                                     : QPixmap::fromImage(image.scaled(kPicture, kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  paint_->setEnabled(!image.isNull());
  paint_->setText(now.mask.empty() ? tr("Paint what changes …") : tr("Change the mask …"));
  change_->setShare(now.strength);
}

}  // namespace likeness::ui
